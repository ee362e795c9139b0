import type { Kysely } from 'kysely'
import type { AwaitedPage, TypedText } from '../../../core/entities/stories/awaited-page.ts'
import type { Reason } from '../../../core/said/said.ts'
import { orReason, orReasonText, reasonText } from '../../reason-column.ts'
import { fromJson, orInstant, orMs, toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type AwaitedPagesStore = ReturnType<typeof awaitedPagesStore>

function page(row: Tables['awaited_pages']): AwaitedPage {
  return {
    storyId: row.story_id,
    digestId: row.digest_id,
    date: Temporal.PlainDate.from(row.date),
    editionId: row.edition_id,
    link: row.link,
    typed: fromJson<TypedText[]>(row.typed),
    tries: row.tries,
    fault: orReason(row.fault),
    nextAt: orInstant(row.next_at),
  }
}

/** Pages of stories that editors added by link, until they are read. */
export function awaitedPagesStore(db: Kysely<Tables>) {
  return {
    async add(one: AwaitedPage): Promise<void> {
      await db
        .insertInto('awaited_pages')
        .values({
          story_id: one.storyId,
          digest_id: one.digestId,
          date: one.date.toString(),
          edition_id: one.editionId,
          link: one.link,
          typed: JSON.stringify(one.typed),
          tries: one.tries,
          fault: orReasonText(one.fault),
          next_at: orMs(one.nextAt),
        })
        .execute()
    },

    /** Those that are due, oldest first. */
    async due(now: Temporal.Instant, count: number): Promise<AwaitedPage[]> {
      const rows = await db
        .selectFrom('awaited_pages')
        .selectAll()
        .where('next_at', '<=', toMs(now))
        .orderBy('next_at')
        .orderBy('story_id')
        .limit(count)
        .execute()
      return rows.map(page)
    },

    /** Claims one until an instant; false if another process has claimed or read it. */
    async take({ storyId, nextAt }: AwaitedPage, until: Temporal.Instant): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('awaited_pages')
        .set({ next_at: toMs(until) })
        .where('story_id', '=', storyId)
        .where('next_at', '=', orMs(nextAt))
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** Records why it could not be read; with a `next` of null it is given up. */
    async failed(
      storyId: number,
      { tries, fault, next }: { tries: number; fault: Reason; next: Temporal.Instant | null },
    ): Promise<void> {
      await db
        .updateTable('awaited_pages')
        .set({ tries, fault: reasonText(fault), next_at: orMs(next) })
        .where('story_id', '=', storyId)
        .execute()
    },

    /** Deletes one that was read; false if another run has read it. */
    async read(storyId: number): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('awaited_pages')
        .where('story_id', '=', storyId)
        .executeTakeFirst()
      return numDeletedRows === 1n
    },

    /** Those of some stories. */
    async of(storyIds: readonly number[]): Promise<AwaitedPage[]> {
      if (storyIds.length === 0) return []
      const rows = await db
        .selectFrom('awaited_pages')
        .selectAll()
        .where('story_id', 'in', storyIds)
        .orderBy('story_id')
        .execute()
      return rows.map(page)
    },
  }
}
