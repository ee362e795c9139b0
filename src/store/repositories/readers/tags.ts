import { sql, type Kysely, type Selectable } from 'kysely'
import { tagKey, type Tag } from '../../../core/entities/readers/tag.ts'
import { toMs, type Backend } from '../../columns.ts'
import { jsonRows } from '../../json-rows.ts'
import { toReason } from '../../reason-column.ts'
import type { Reason } from '../../../core/said/said.ts'
import type { Tables } from '../../tables/tables.ts'

/** A reader with an alerting tag whose e-mail failed. */
interface FailedReader {
  subscriptionId: number
  /** The first of those tags. */
  tags: string
  why: Reason
}

export type TagsStore = ReturnType<typeof tagsStore>

const tagOf = ({ id, name, alerts }: Selectable<Tables['tags']>): Tag => ({ id, name, alerts: alerts === 1 })

/** Tags, and which readers have them. */
export function tagsStore(db: Kysely<Tables>, backend: Backend) {
  const all = () => db.selectFrom('tags').selectAll()
  const given = (subscriberIds: readonly number[]) =>
    jsonRows(
      backend,
      { id: 'bigint' },
      subscriberIds.map((id) => ({ id })),
    )

  return {
    async list(): Promise<Tag[]> {
      return (await all().orderBy('key').execute()).map(tagOf)
    },

    /** How many readers each tag has, by id, counted up to a limit plus one. */
    async counts(upTo: number): Promise<Map<number, number>> {
      const { rows } = await sql<{ id: number; count: number }>`
        select t.id, (select count(*) from (
          select 1 from reader_tags r where r.tag_id = t.id limit ${upTo + 1}) counted) as count from tags t`.execute(
        db,
      )
      return new Map(rows.map(({ id, count }) => [id, count]))
    },

    async byId(id: number): Promise<Tag | null> {
      const row = await all().where('id', '=', id).executeTakeFirst()
      return row ? tagOf(row) : null
    },

    async byName(name: string): Promise<Tag | null> {
      const row = await all().where('key', '=', tagKey(name)).executeTakeFirst()
      return row ? tagOf(row) : null
    },

    /** The tag with a name, created if necessary. */
    async ensure(name: string, at: Temporal.Instant): Promise<Tag> {
      const row = await db
        .insertInto('tags')
        .values({ name, key: tagKey(name), created_at: toMs(at) })
        .onConflict((c) => c.column('key').doUpdateSet((eb) => ({ key: eb.ref('tags.key') })))
        .returningAll()
        .executeTakeFirstOrThrow()
      return tagOf(row)
    },

    /** False if another tag has that name. */
    async rename(id: number, name: string): Promise<boolean> {
      const other = await this.byName(name)
      if (other && other.id !== id) return false
      await db
        .updateTable('tags')
        .set({ name, key: tagKey(name) })
        .where('id', '=', id)
        .execute()
      return true
    },

    async setAlerts(id: number, alerts: boolean): Promise<void> {
      await db
        .updateTable('tags')
        .set({ alerts: alerts ? 1 : 0 })
        .where('id', '=', id)
        .execute()
    },

    /** Deletes a tag, and removes it from its readers. */
    async remove(id: number): Promise<void> {
      await db.deleteFrom('reader_tags').where('tag_id', '=', id).execute()
      await db.deleteFrom('tags').where('id', '=', id).execute()
    },

    async ofReader(subscriberId: number): Promise<Tag[]> {
      const rows = await all()
        .innerJoin('reader_tags', 'reader_tags.tag_id', 'tags.id')
        .selectAll('tags')
        .where('reader_tags.subscriber_id', '=', subscriberId)
        .orderBy('key')
        .execute()
      return rows.map(tagOf)
    },

    /** Failed e-mails of an edition to readers with an alerting tag: how many, and the first of them with the reason. */
    async failedIn(editionId: number, most: number): Promise<{ count: number; readers: FailedReader[] }> {
      const { rows } = await sql<{
        id: number
        reason: string | null
        reply: string | null
        tags: string
        total: number
      }>`
        select d.subscription_id as id, d.reason, d.reply, min(t.name) as tags, count(*) over () as total
        from tags t join reader_tags r on r.tag_id = t.id
        join deliveries d on d.edition_id = ${editionId} and d.subscriber_id = r.subscriber_id and d.status = 'failed'
        where t.alerts = 1 group by d.subscription_id, d.reason, d.reply order by d.subscription_id limit ${most}`.execute(
        db,
      )
      const readers = rows.map(({ id, reason, reply, tags }) => ({
        subscriptionId: id,
        tags,
        why: reason === null ? (reply ?? '') : toReason(reason),
      }))
      return { count: rows[0]?.total ?? 0, readers }
    },

    /** Adds a tag to readers, who must exist; returns how many did not have it. */
    async put(id: number, subscriberIds: readonly number[], at: Temporal.Instant): Promise<number> {
      const { numAffectedRows } = await sql`
        insert into reader_tags (tag_id, subscriber_id, added_at)
        select ${sql.lit(id)}, b.id, ${sql.lit(toMs(at))} from ${given(subscriberIds)} g join subscribers b on b.id = g.id
        where true on conflict do nothing`.execute(db)
      return Number(numAffectedRows ?? 0)
    },

    /** Which of these readers have a tag. */
    async having(id: number, subscriberIds: readonly number[]): Promise<Set<number>> {
      const rows = await db
        .selectFrom('reader_tags')
        .select('subscriber_id')
        .where('tag_id', '=', id)
        .where('subscriber_id', 'in', [0, ...subscriberIds])
        .execute()
      return new Set(rows.map((row) => row.subscriber_id))
    },

    /** Removes a tag from readers; returns how many had it. */
    async take(id: number, subscriberIds: readonly number[]): Promise<number> {
      const { numAffectedRows } = await sql`
        delete from reader_tags where tag_id = ${sql.lit(id)}
          and subscriber_id in (select g.id from ${given(subscriberIds)} g)`.execute(db)
      return Number(numAffectedRows ?? 0)
    },
  }
}
