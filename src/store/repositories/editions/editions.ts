import { type Kysely, sql, type Updateable } from 'kysely'
import type { Totals } from '../../../core/entities/delivery.ts'
import type { Edition, EditionPlace, NewEdition } from '../../../core/entities/edition.ts'
import { AppError } from '../../../core/errors.ts'
import { type EditionStatus, mayMove, openStates } from '../../../core/entities/states.ts'
import { toInstant, toMs, type Backend } from '../../columns.ts'
import { isUnsettled } from '../sending/ledger-statements.ts'
import { edition } from './edition-rows.ts'
import type { EditionsTable } from '../../tables/editions.ts'
import type { Tables } from '../../tables/tables.ts'
import { said, type Reason } from '../../../core/said/said.ts'
import { reasonText } from '../../reason-column.ts'

/** States in which an edition has carried its stories to readers, or is about to. */
const carrying: EditionStatus[] = ['draft', 'approved', 'sending', 'sent']
/** The public may read an edition once it has begun to be sent: also during a correction, and if it was stopped after its first e-mail. */
export const isPublic = sql<boolean>`editions.started_at is not null`
export type EditionsStore = ReturnType<typeof editionsStore>

/** Editions: the existing ones, those that are due, and all transitions of their state. */
export function editionsStore(db: Kysely<Tables>, backend: Backend) {
  /** Makes a transition of the state machine; those to `draft` and `approved`, and from there to `sending`, are in `revisions.ts`. */
  const move = async (
    id: number,
    from: EditionStatus,
    to: Exclude<EditionStatus, 'draft' | 'approved'>,
    change: Updateable<EditionsTable> = {},
  ): Promise<boolean> => {
    if (!mayMove('edition', from, to))
      throw new AppError('conflict', said('no-such-move', { what: 'edition', from, to }))
    const { numUpdatedRows } = await db
      .updateTable('editions')
      .set({ ...change, status: to })
      .where('id', '=', id)
      .where('status', '=', from)
      .executeTakeFirst()
    return numUpdatedRows === 1n
  }
  const describe = (id: number, change: Updateable<EditionsTable>) =>
    db.updateTable('editions').set(change).where('id', '=', id).execute()

  return {
    /** Creates a draft; null if the (digest, date, number) exists already. */
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

    /** Records that a date has no edition; false if there is one. */
    async createEnded(next: NewEdition, as: 'missed' | 'skipped', reason: Reason): Promise<boolean> {
      const made = await this.create(next)
      return made !== null && move(made.id, 'draft', as, { reason: reasonText(reason) })
    },

    /** The scheduled edition of the latest date, in any state. */
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

    /** Newest first, in any state; optionally before a given one. */
    async newest(digestId: number, count: number, before: EditionPlace | null = null): Promise<Edition[]> {
      let query = db.selectFrom('editions').selectAll().where('digest_id', '=', digestId)
      if (before) {
        const date = before.date.toString()
        query = query.where((eb) =>
          eb.or([eb('date', '<', date), eb.and([eb('date', '=', date), eb('number', '<', before.number)])]),
        )
      }
      const rows = await query.orderBy('date', 'desc').orderBy('number', 'desc').limit(count).execute()
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

    /** The scheduled ones of a digest from one date to another, both included, by date. */
    async onDates(
      digestId: number,
      from: Temporal.PlainDate,
      until: Temporal.PlainDate,
    ): Promise<Map<string, Edition>> {
      const rows = await db
        .selectFrom('editions')
        .selectAll()
        .where('digest_id', '=', digestId)
        .where('number', '=', 0)
        .where('date', '>=', from.toString())
        .where('date', '<=', until.toString())
        .execute()
      return new Map(rows.map((row) => [row.date, edition(row)]))
    },

    /** In a transaction: locks the edition until the end, so that nobody closes it meanwhile. */
    async lock(id: number): Promise<void> {
      if (backend === 'postgres')
        await db.selectFrom('editions').select('id').where('id', '=', id).forUpdate().execute()
    },

    async byId(id: number): Promise<Edition | null> {
      const row = await db.selectFrom('editions').selectAll().where('id', '=', id).executeTakeFirst()
      return row ? edition(row) : null
    },

    /** The latest created first. */
    async byIds(ids: readonly number[]): Promise<Edition[]> {
      if (ids.length === 0) return []
      const rows = await db
        .selectFrom('editions')
        .selectAll()
        .where('id', 'in', ids)
        .orderBy('id', 'desc')
        .execute()
      return rows.map(edition)
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

    /** Stopped ones with e-mails that were in flight then, and whose outcome is still open. */
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

    /** The newest edition that carries something: one stopped after an e-mail was sent counts, a skipped one does not. */
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

    /**
     * Where the next edition's window can open: at the freeze of the last one that carried something, and at the opening of the very first.
     */
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

    /** Those of a digest that carried something, frozen between two instants. */
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

    /** Ends a draft that has nothing to carry; false if it is no longer a draft. */
    async skip(id: number, reason: Reason): Promise<boolean> {
      return move(id, 'draft', 'skipped', { reason: reasonText(reason) })
    },

    /** Ends an edition that is too late; false if it has begun to be sent, or has ended. */
    async miss(id: number, reason: Reason): Promise<boolean> {
      const why = { reason: reasonText(reason) }
      return (await move(id, 'draft', 'missed', why)) || move(id, 'approved', 'missed', why)
    },

    /** Ends an edition that was completely sent, with its totals by outcome; false if it is not being sent. */
    async close(id: number, totals: Totals, at: Temporal.Instant): Promise<boolean> {
      return move(id, 'sending', 'sent', { totals: JSON.stringify(totals), finished_at: toMs(at) })
    },

    /** Reopens a sent edition, for e-mails that a person has requeued; false if it is not `sent`. */
    async reopen(id: number): Promise<boolean> {
      return move(id, 'sent', 'sending')
    },

    /**
     * Ends an edition before it was completely sent; false if it is no longer in `from`. One that no reader got counts as not carried: the
     * next edition opens where it did.
     */
    async abandon(
      id: number,
      from: 'draft' | 'approved' | 'sending',
      { reason, carried, at }: { reason: Reason; carried: boolean; at: Temporal.Instant },
    ): Promise<boolean> {
      const notBegun = carried ? {} : { started_at: null }
      return move(id, from, 'stopped', { reason: reasonText(reason), finished_at: toMs(at), ...notBegun })
    },

    /** Changes the subject, after a story in it is withdrawn. */
    async setSubject(id: number, subject: string | null): Promise<void> {
      await describe(id, { subject })
    },

    /** Sets the country whose profile it shows, null for none, and why. */
    async setProfile(
      id: number,
      { country, reason }: { country: string | null; reason: Reason },
    ): Promise<void> {
      await describe(id, { profile_country: country, profile_reason: reasonText(reason) })
    },

    /** Stores its totals by outcome, for when its rows are deleted. */
    async keepTotals(id: number, totals: Totals): Promise<void> {
      await describe(id, { totals: JSON.stringify(totals) })
    },
  }
}
