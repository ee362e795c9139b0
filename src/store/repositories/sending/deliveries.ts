import { type Kysely, type Selectable, sql } from 'kysely'
import type { Delivery, Settlement, Totals } from '../../../core/entities/delivery.ts'
import { remembered } from '../../../core/schedule.ts'
import { type DeliveryStatus, openStates, waitingStates } from '../../../core/entities/states.ts'
import { fromJson, orInstant, toInstant, toMs } from '../../columns.ts'
import { isUnsettled } from './ledger-statements.ts'
import type { DeliveriesTable } from '../../tables/sending.ts'
import type { Tables } from '../../tables/tables.ts'
import { orReason, reasonText } from '../../reason-column.ts'
import type { Said } from '../../../core/said/said.ts'

export type DeliveriesStore = ReturnType<typeof deliveriesStore>
type Row = Selectable<DeliveriesTable> & { email: string | null }

function delivery(row: Row): Delivery {
  return {
    editionId: row.edition_id,
    subscriberId: row.subscriber_id,
    subscriptionId: row.subscription_id,
    email: row.email,
    status: row.status,
    dueAt: toInstant(row.due_at),
    attempts: row.attempts,
    finishedAt: orInstant(row.finished_at),
    nextAttemptAt: orInstant(row.next_attempt_at),
    reply: row.reply,
    reason: orReason(row.reason),
    variant: row.variant,
    revision: row.revision,
    deliveredAt: orInstant(row.delivered_at),
  }
}

/** The ledger: one row for each edition and subscriber. The protocol for workers is in `claims.ts`. */
export function deliveriesStore(db: Kysely<Tables>) {
  const selected = () =>
    db
      .selectFrom('deliveries')
      .leftJoin('subscribers', 'subscribers.id', 'deliveries.subscriber_id')
      .selectAll('deliveries')
      .select('subscribers.email')

  return {
    /** Settles an unknown row as a person decided; false if it is no longer unknown. */
    async settle(
      { editionId, subscriberId }: Pick<Delivery, 'editionId' | 'subscriberId'>,
      as: Settlement,
      { reason, at }: { reason: Said; at: Temporal.Instant },
    ): Promise<boolean> {
      // The time limit of a row that a person requeues starts again.
      const change =
        as === 'queued'
          ? { finished_at: null, delivered_at: null, due_at: toMs(at) }
          : { finished_at: toMs(at) }
      const { numUpdatedRows } = await db
        .updateTable('deliveries')
        .set({ ...change, status: as, reason: reasonText(reason) })
        .where('edition_id', '=', editionId)
        .where('subscriber_id', '=', subscriberId)
        .where('status', '=', 'unknown')
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** Records that the e-mail of a subscription has arrived at the reader's server, as reported by a relay; repeating it has no effect. */
    async noteDelivered(
      { subscription, edition }: { subscription: number; edition: number },
      at: Temporal.Instant,
    ): Promise<void> {
      await db
        .updateTable('deliveries')
        .set({ delivered_at: toMs(at) })
        .where('edition_id', '=', edition)
        .where('subscriber_id', '=', (eb) =>
          eb.selectFrom('subscriptions').select('subscriber_id').where('id', '=', subscription),
        )
        .where('delivered_at', 'is', null)
        .where('status', 'in', ['inflight', 'sent', 'unknown'])
        .execute()
    },

    /** Skips every row of an edition that is not in flight. */
    async skipOpen(editionId: number, reason: Said, at: Temporal.Instant): Promise<void> {
      await db
        .updateTable('deliveries')
        .set({
          status: 'skipped',
          reason: reasonText(reason),
          finished_at: toMs(at),
          worker: null,
          lease_until: null,
        })
        .where('edition_id', '=', editionId)
        .where(isUnsettled)
        .where('status', 'in', waitingStates)
        .execute()
    },

    /**
     * Skips open rows of one or several subscribers, of one digest or of all. In the transaction that ends a subscription it affects every
     * row not in flight: whoever is about to mark such a row waits for this transaction, and then finds it skipped.
     */
    async withdraw(
      subscriberIds: number | readonly number[],
      digestId: number | null,
      reason: Said,
      at: Temporal.Instant,
    ): Promise<void> {
      const people = [subscriberIds].flat()
      if (people.length === 0) return
      let query = db
        .updateTable('deliveries')
        .set({
          status: 'skipped',
          reason: reasonText(reason),
          finished_at: toMs(at),
          worker: null,
          lease_until: null,
        })
        .where('subscriber_id', 'in', people)
        .where('status', 'in', waitingStates)
      if (digestId !== null)
        query = query.where('edition_id', 'in', (eb) =>
          eb.selectFrom('editions').select('id').where('digest_id', '=', digestId),
        )
      await query.execute()
    },

    async counts(editionId: number): Promise<Totals> {
      return (await this.countsOf([editionId])).get(editionId) ?? {}
    },

    /** By edition, without those that have no rows. */
    async countsOf(editionIds: readonly number[]): Promise<Map<number, Totals>> {
      if (editionIds.length === 0) return new Map()
      const rows = await db
        .selectFrom('deliveries')
        .select((eb) => ['edition_id', 'status', eb.fn.countAll<number>().as('count')])
        .where('edition_id', 'in', editionIds)
        .groupBy(['edition_id', 'status'])
        .execute()
      return new Map(
        [...Map.groupBy(rows, (row) => row.edition_id)].map(([id, own]) => [
          id,
          Object.fromEntries(own.map(({ status, count }) => [status, count])),
        ]),
      )
    },

    /** When the next row of an edition can be tried: null if none is open. */
    async nextDue(editionId: number): Promise<Temporal.Instant | null> {
      const row = await db
        .selectFrom('deliveries')
        .select(sql<number | null>`min(coalesce(next_attempt_at, lease_until, due_at))`.as('due'))
        .where('edition_id', '=', editionId)
        .where(isUnsettled)
        .where('status', 'in', openStates)
        .executeTakeFirst()
      return row?.due == null ? null : toInstant(row.due)
    },

    /** When the next unclaimed row of editions can be tried: null if there is none. */
    async nextTry(editionIds: number[]): Promise<Temporal.Instant | null> {
      if (editionIds.length === 0) return null
      const row = await db
        .selectFrom('deliveries')
        .select(
          sql<number | null>`min(case status when 'queued' then due_at else next_attempt_at end)`.as('due'),
        )
        .where('edition_id', 'in', editionIds)
        .where(isUnsettled)
        .where('status', 'in', ['queued', 'deferred'])
        .executeTakeFirst()
      return row?.due == null ? null : toInstant(row.due)
    },

    /** Unknown rows in a digest's other editions. */
    async unknownElsewhere(digestId: number, editionId: number): Promise<number> {
      const { count } = await db
        .selectFrom('deliveries')
        .select((eb) => eb.fn.countAll().as('count'))
        .where('edition_id', 'in', (eb) =>
          eb
            .selectFrom('editions')
            .select('id')
            .where('digest_id', '=', digestId)
            .where('id', '!=', editionId),
        )
        .where(isUnsettled)
        .where('status', '=', 'unknown')
        .executeTakeFirstOrThrow()
      return Number(count)
    },

    async of(editionId: number, subscriberId: number): Promise<Delivery | null> {
      const row = await selected()
        .where('edition_id', '=', editionId)
        .where('subscriber_id', '=', subscriberId)
        .executeTakeFirst()
      return row ? delivery(row) : null
    },

    async list(filter: {
      editionId: number | null
      status: DeliveryStatus | null
      count: number
    }): Promise<Delivery[]> {
      let query = selected()
      if (filter.editionId !== null) query = query.where('edition_id', '=', filter.editionId)
      if (filter.status) query = query.where('deliveries.status', '=', filter.status)
      const rows = await query
        .orderBy('edition_id', 'desc')
        .orderBy('deliveries.subscriber_id')
        .limit(filter.count)
        .execute()
      return rows.map(delivery)
    },

    /** The freeze of each subscriber's newest delivery of a digest that counts, before an edition. */
    async lastDeliveries(
      digestId: number,
      beforeFrozenAt: Temporal.Instant,
      subscriberIds: number[],
    ): Promise<Map<number, { frozenAt: Temporal.Instant }>> {
      if (subscriberIds.length === 0) return new Map()
      const before = db
        .selectFrom('editions')
        .select(['id', 'frozen_at'])
        .where('digest_id', '=', digestId)
        .where('frozen_at', '<', toMs(beforeFrozenAt))
        .orderBy('frozen_at', 'desc')
      const found = new Map<number, { frozenAt: Temporal.Instant }>()
      // Nearly all got the previous edition; only for the others is the whole history read.
      const newest = await before.limit(1).executeTakeFirst()
      if (!newest) return found
      const reached = (ids: number[]) =>
        db
          .selectFrom('deliveries')
          .where('deliveries.status', 'in', ['sent', 'unknown', 'skipped'])
          .where('subscriber_id', 'in', ids)
      const lately = await reached(subscriberIds)
        .select('subscriber_id')
        .where('edition_id', '=', newest.id)
        .execute()
      for (const row of lately) found.set(row.subscriber_id, { frozenAt: toInstant(newest.frozen_at) })
      const rest = subscriberIds.filter((id) => !found.has(id))
      if (rest.length === 0) return found
      const rows = await reached(rest)
        .innerJoin('editions', 'editions.id', 'deliveries.edition_id')
        .select((eb) => ['subscriber_id', eb.fn.max('editions.frozen_at').as('frozen_at')])
        .where('editions.digest_id', '=', digestId)
        .where('editions.frozen_at', '<', toMs(beforeFrozenAt))
        .groupBy('subscriber_id')
        .execute()
      for (const row of rows) found.set(row.subscriber_id, { frozenAt: toInstant(row.frozen_at) })
      return found
    },

    /** The blocks in a digest's e-mails to these subscribers, of editions frozen before an instant. */
    async blocksShown(
      digestId: number,
      beforeFrozenAt: Temporal.Instant,
      subscriberIds: number[],
    ): Promise<{ subscriberId: number; keys: string[] }[]> {
      if (subscriberIds.length === 0) return []
      const rows = await db
        .selectFrom('deliveries')
        .innerJoin('editions', 'editions.id', 'deliveries.edition_id')
        .innerJoin('variants', (join) =>
          join
            .onRef('variants.edition_id', '=', 'deliveries.edition_id')
            .onRef('variants.key', '=', 'deliveries.variant'),
        )
        .select(['subscriber_id', 'variants.body'])
        .where('editions.digest_id', '=', digestId)
        .where('editions.frozen_at', '<', toMs(beforeFrozenAt))
        .where('editions.frozen_at', '>', toMs(beforeFrozenAt.subtract(remembered)))
        .where('deliveries.status', 'in', ['sent', 'unknown'])
        .where('subscriber_id', 'in', subscriberIds)
        .execute()
      return rows.map(({ subscriber_id, body }) => ({
        subscriberId: subscriber_id,
        keys: fromJson<{ blocks?: string[] }>(body).blocks ?? [],
      }))
    },
  }
}
