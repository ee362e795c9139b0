import { type Kysely, type RawBuilder, sql } from 'kysely'
import { toMs, type Backend } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'
import { big, inStretch, type RowStretch } from './judgement.ts'

export type ImportLabelsStore = ReturnType<typeof importLabelsStore>

/** Tags and notes from lists, a batch at a time; each records its import, so that it is undone with it. */
export function importLabelsStore(db: Kysely<Tables>, backend: Backend) {
  const tagsOfRow = backend === 'sqlite' ? sql`json_each(r.tags)` : sql`json_each_text(cast(r.tags as json))`
  /** Readers who are added, and with `known` also those who get the digest already. */
  const readers = (stretch: RowStretch, withKnown: boolean): RawBuilder<unknown> =>
    sql`import_readers e join import_rows r on r.import_id = e.import_id and r.n = e.n
      join subscribers b on b.id = e.subscriber_id
      where ${inStretch('e', stretch)} and r.ends_to is null
        and e.outcome in ('added'${withKnown ? sql`, 'updated', 'known'` : sql``})`

  return {
    /** The tags of a batch by name, without repeats. */
    async tagNames(stretch: RowStretch): Promise<string[]> {
      const { rows } = await sql<{ name: string }>`
        select distinct t.value as name from import_rows r cross join ${tagsOfRow} t
        where ${inStretch('r', stretch)} and r.tags is not null and r.ends_to is null`.execute(db)
      return rows.map(({ name }) => name)
    },

    /** Adds their tags, which must exist, to the readers of a batch. */
    async putTags(stretch: RowStretch, withKnown: boolean, at: Temporal.Instant): Promise<void> {
      await sql`
        insert into reader_tags (tag_id, subscriber_id, added_at, import_id)
        select g.id, r.subscriber_id, ${big(toMs(at))}, ${big(stretch.importId)}
        from (select r.tags, e.subscriber_id from ${readers(stretch, withKnown)} and r.tags is not null) r
          cross join ${tagsOfRow} t join tags g on g.key = t.key
        where true on conflict do nothing`.execute(db)
    },

    /** Stores their notes, with the importer as author, unless a reader has the same note already. */
    async putNotes(
      stretch: RowStretch,
      withKnown: boolean,
      { actor, at }: { actor: string; at: Temporal.Instant },
    ): Promise<void> {
      await sql`
        insert into reader_notes (subscriber_id, at, actor, body, import_id)
        select e.subscriber_id, ${big(toMs(at))}, cast(${actor} as text), r.note, ${big(stretch.importId)}
        from ${readers(stretch, withKnown)} and r.note is not null
          and not exists (select 1 from reader_notes o where o.subscriber_id = e.subscriber_id and o.body = r.note)
        order by e.n`.execute(db)
    },

    /** Removes them again, of one person or a whole batch. */
    async take(stretch: RowStretch & { subscriberId: number | null }): Promise<void> {
      const people =
        stretch.subscriberId === null
          ? sql`(select e.subscriber_id from import_readers e where ${inStretch('e', stretch)})`
          : sql`(${big(stretch.subscriberId)})`
      for (const table of ['reader_tags', 'reader_notes'])
        await sql`delete from ${sql.ref(table)}
          where import_id = ${big(stretch.importId)} and subscriber_id in ${people}`.execute(db)
    },
  }
}
