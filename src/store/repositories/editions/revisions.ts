import { type Kysely, sql } from 'kysely'
import { orMs, toInstant, toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'
import type { Approval } from '../../../core/entities/edition.ts'

export type RevisionsStore = ReturnType<typeof revisionsStore>

/** A draft has no approval. */
export const noApproval = {
  approved_at: null,
  approved_by: null,
  approved_revision: null,
  approved_hash: null,
  approved_audience: null,
  approved_due_at: null,
}

/** A person's name in the form for comparing: capitals, composition of accents and blanks make no difference. */
const folded = (name: string): string => name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()

/** The revision of an edition and its approvals. */
export function revisionsStore(db: Kysely<Tables>) {
  return {
    /**
     * Raises the revision of an edition that has not begun to be sent, before it is changed in the same transaction; an approved one
     * becomes a draft. False if it no longer has this revision, or cannot be changed.
     */
    async raise(id: number, from: number): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('editions')
        .set({ ...noApproval, status: 'draft', revision: from + 1 })
        .where('id', '=', id)
        .where('revision', '=', from)
        .where('status', 'in', ['draft', 'approved'])
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** Records a person's approval of a revision; false if that person has approved it before. */
    async endorse(
      id: number,
      revision: number,
      { name, at }: { name: string; at: Temporal.Instant },
    ): Promise<boolean> {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('approvals')
        .values({ edition_id: id, revision, person: folded(name), name, at: toMs(at) })
        .onConflict((c) => c.columns(['edition_id', 'revision', 'person']).doNothing())
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },

    /** Names of those who approve a revision, in order. */
    async endorsers(id: number, revision: number): Promise<string[]> {
      const rows = await db
        .selectFrom('approvals')
        .select('name')
        .where('edition_id', '=', id)
        .where('revision', '=', revision)
        .orderBy('at')
        .orderBy('person')
        .execute()
      return rows.map(({ name }) => name)
    },

    /** Every approval of an edition, newest first: of which revision, by whom, when. */
    async approvals(id: number): Promise<{ revision: number; name: string; at: Temporal.Instant }[]> {
      const rows = await db
        .selectFrom('approvals')
        .select(['revision', 'name', 'at'])
        .where('edition_id', '=', id)
        .orderBy('at', 'desc')
        .orderBy('person')
        .execute()
      return rows.map(({ at, ...row }) => ({ ...row, at: toInstant(at) }))
    },

    /** Approves a draft's revision, binding the hash of its blocks, its audience and its hour; false if it has another revision by now. */
    async approve(
      id: number,
      {
        revision,
        hash,
        subject,
        at,
        by,
      }: Approval & { subject: string | null; at: Temporal.Instant; by: string },
    ): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('editions')
        .set((eb) => ({
          status: 'approved',
          subject,
          approved_at: toMs(at),
          approved_by: by,
          approved_revision: revision,
          approved_hash: hash,
          approved_audience: eb.ref('audience'),
          approved_due_at: eb.ref('due_at'),
        }))
        .where('id', '=', id)
        .where('revision', '=', revision)
        .where('status', '=', 'draft')
        .where('stopped_at', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /**
     * Starts to send an edition if it is unchanged since its approval, is not stopped, and is not before the end of an embargo of its
     * stories; opens its fan-out, with all rows due at `dueAt` or, if that is null, each at its hour. A corrected one keeps its existing
     * rows. False otherwise.
     */
    async start(id: number, at: Temporal.Instant, dueAt: Temporal.Instant | null): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('editions')
        .set({
          status: 'sending',
          started_at: sql`coalesce(started_at, ${toMs(at)})`,
          fan_out_after: sql`case when started_at is null then 0 else fan_out_after end`,
          fan_out_due: sql`case when started_at is null then ${orMs(dueAt)} else fan_out_due end`,
          warm_up_id: sql`case when started_at is null then (select id from warm_ups where is_open = 1) else warm_up_id end`,
          stopped_ms: sql`stopped_ms + coalesce(${toMs(at)} - corrected_at, 0)`,
          corrected_at: null,
        })
        .where('id', '=', id)
        .where('status', '=', 'approved')
        .whereRef('approved_revision', '=', 'revision')
        .whereRef('approved_audience', '=', 'audience')
        .whereRef('approved_due_at', '=', 'due_at')
        .where('stopped_at', 'is', null)
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('edition_items')
                .innerJoin('stories', 'stories.id', 'edition_items.story_id')
                .select('stories.id')
                .whereRef('edition_items.edition_id', '=', 'editions.id')
                .where('edition_items.place', 'is not', null)
                .where('stories.embargo_until', '>', toMs(at))
                // Stories whose embargo ends after its hour are not in its e-mails.
                .whereRef('stories.embargo_until', '<=', 'editions.due_at'),
            ),
          ),
        )
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
  }
}
