import type { Kysely } from 'kysely'
import type { Edition, NewEdition } from '../../../core/entities/edition.ts'
import { AppError } from '../../../core/errors.ts'
import { type EditionStatus, mayMove, openStates } from '../../../core/entities/states.ts'
import { toInstant, toMs, type Backend } from '../../columns.ts'
import { isUnsettled } from '../sending/ledger-statements.ts'
import { edition } from './edition-rows.ts'
import type { Tables } from '../../tables/tables.ts'
import type { Reason } from '../../../core/said/said.ts'
import { orReasonText } from '../../reason-column.ts'

/** What may change together with an edition's state. */
export interface EditionChange {
  subject?: string | null
  note?: string | null
  profile_country?: string | null
  profile_reason?: Reason | null
  reason?: Reason | null
  started_at?: number | null
  finished_at?: number
  due_at?: number
  totals?: string
}

const columnsOf = ({ reason, profile_reason, ...change }: EditionChange) => ({
  ...change,
  ...(reason !== undefined && { reason: orReasonText(reason) }),
  ...(profile_reason !== undefined && { profile_reason: orReasonText(profile_reason) }),
})

/** States in which an edition has carried its stories to readers, or is about to. */
const carrying: EditionStatus[] = ['draft', 'approved', 'sending', 'sent']
/** States in which the public may read it. */
export const publicStates: EditionStatus[] = ['sending', 'sent']
export type EditionsStore = ReturnType<typeof editionsStore>

/** Editions: what stands, what is due, and the one way their state moves. */
export function editionsStore(db: Kysely<Tables>, backend: Backend) {
  return {
    /** Creates a draft; null where the (digest, date, number) exists already. */
    async create(next: NewEdition): Promise<Edition | null> {
      const row = await db
        .insertInto('editions')
        .values({
          digest_id: next.digestId,
          date: next.date.toString(),
          number: next.number,
          status: 'draft',
          opens_at: toMs(next.opensAt),
          frozen_at: toMs(next.frozenAt),
          due_at: toMs(next.dueAt),
          created_at: toMs(next.createdAt),
        })
        .onConflict((c) => c.columns(['digest_id', 'date', 'number']).doNothing())
        .returningAll()
        .executeTakeFirst()
      return row ? edition(row) : null
    },

    /** Writes down an edition that never came to be; false where there is one of that date. */
    async createEnded(next: NewEdition, as: 'missed' | 'skipped', reason: Reason): Promise<boolean> {
      const made = await this.create(next)
      return made !== null && this.move(made.id, 'draft', as, { reason })
    },

    /** The scheduled edition of the latest date, whatever became of it. */
    async newestScheduled(digestId: number): Promise<Edition | null> {
      const row = await db
        .selectFrom('editions')
        .selectAll()
        .where('digest_id', '=', digestId)
        .where('number', '=', 0)
        .orderBy('date', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row ? edition(row) : null
    },

    /** Newest first, of any state. */
    async newest(digestId: number, count: number): Promise<Edition[]> {
      const rows = await db
        .selectFrom('editions')
        .selectAll()
        .where('digest_id', '=', digestId)
        .orderBy('date', 'desc')
        .orderBy('number', 'desc')
        .limit(count)
        .execute()
      return rows.map(edition)
    },

    async byDate(digestId: number, date: Temporal.PlainDate, number = 0): Promise<Edition | null> {
      const row = await db
        .selectFrom('editions')
        .selectAll()
        .where('digest_id', '=', digestId)
        .where('date', '=', date.toString())
        .where('number', '=', number)
        .executeTakeFirst()
      return row ? edition(row) : null
    },

    /** In a transaction: keeps the edition as it is until that has ended, so that nobody closes it meanwhile. */
    async hold(id: number): Promise<void> {
      if (backend === 'postgres')
        await db.selectFrom('editions').select('id').where('id', '=', id).forUpdate().execute()
    },

    async byId(id: number): Promise<Edition | null> {
      const row = await db.selectFrom('editions').selectAll().where('id', '=', id).executeTakeFirst()
      return row ? edition(row) : null
    },

    async inStatus(digestId: number, statuses: EditionStatus[]): Promise<Edition[]> {
      const rows = await db
        .selectFrom('editions')
        .selectAll()
        .where('digest_id', '=', digestId)
        .where('status', 'in', statuses)
        .orderBy('frozen_at')
        .execute()
      return rows.map(edition)
    },

    /** Stopped ones with mails that were on their way then, and have not ended since. */
    async stoppedOpen(): Promise<Edition[]> {
      const rows = await db
        .selectFrom('editions')
        .selectAll()
        .where('status', '=', 'stopped')
        .where((eb) =>
          eb.exists(
            eb
              .selectFrom('deliveries')
              .select('subscriber_id')
              .whereRef('deliveries.edition_id', '=', 'editions.id')
              .where(isUnsettled)
              .where('deliveries.status', 'in', openStates),
          ),
        )
        .execute()
      return rows.map(edition)
    },

    /** The newest edition that carries something: one stopped after mail had left counts, a skipped one does not. */
    async lastCarrying(digestId: number): Promise<Edition | null> {
      const row = await db
        .selectFrom('editions')
        .selectAll()
        .where('digest_id', '=', digestId)
        .where((eb) =>
          eb.or([
            eb('status', 'in', carrying),
            eb.and([eb('status', '=', 'stopped'), eb('started_at', 'is not', null)]),
          ]),
        )
        .orderBy('frozen_at', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row ? edition(row) : null
    },

    /** Where the next edition's window can open: where the last that carried something froze, and where the very first opened. */
    async windowsBefore(
      digestId: number,
    ): Promise<{ carriedUntil: Temporal.Instant | null; begun: Temporal.Instant | null }> {
      const last = await this.lastCarrying(digestId)
      const first = await db
        .selectFrom('editions')
        .select('opens_at')
        .where('digest_id', '=', digestId)
        .orderBy('frozen_at')
        .limit(1)
        .executeTakeFirst()
      return { carriedUntil: last?.frozenAt ?? null, begun: first ? toInstant(first.opens_at) : null }
    },

    /** Newest first, those whose pages the public may read. */
    async published(digestId: number, count: number): Promise<Edition[]> {
      const rows = await db
        .selectFrom('editions')
        .selectAll()
        .where('digest_id', '=', digestId)
        .where('status', 'in', publicStates)
        // One whose blocks were deleted before web versions were kept has no page.
        .where((eb) =>
          eb.exists(
            eb.selectFrom('web_pieces').select('position').whereRef('edition_id', '=', 'editions.id'),
          ),
        )
        .orderBy('frozen_at', 'desc')
        .limit(count)
        .execute()
      return rows.map(edition)
    },

    /** Those of a digest that carried something, frozen after one instant and before another. */
    async between(digestId: number, after: Temporal.Instant, before: Temporal.Instant): Promise<Edition[]> {
      const rows = await db
        .selectFrom('editions')
        .selectAll()
        .where('digest_id', '=', digestId)
        .where('status', 'in', carrying)
        .where('frozen_at', '>', toMs(after))
        .where('frozen_at', '<', toMs(before))
        .orderBy('frozen_at', 'desc')
        .execute()
      return rows.map(edition)
    },

    /**
     * Moves along an arrow of the design, changing what goes with it; false where it is no longer in `from`. The ways to
     * `draft` and `approved`, and from there to `sending`, are in `revisions.ts`.
     */
    async move(
      id: number,
      from: EditionStatus,
      to: Exclude<EditionStatus, 'draft' | 'approved'>,
      change: EditionChange = {},
    ): Promise<boolean> {
      if (!mayMove('edition', from, to))
        throw new AppError('conflict', `an edition cannot go from ${from} to ${to}`)
      const { numUpdatedRows } = await db
        .updateTable('editions')
        .set({ ...columnsOf(change), status: to })
        .where('id', '=', id)
        .where('status', '=', from)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    async describe(id: number, change: EditionChange): Promise<void> {
      await db.updateTable('editions').set(columnsOf(change)).where('id', '=', id).execute()
    },
  }
}
