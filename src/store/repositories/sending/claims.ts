import { type Kysely, sql } from 'kysely'
import type { Lease } from '../../../core/entities/sending/lease.ts'
import type { Claim, Finish } from '../../../core/entities/delivery.ts'
import type { Leaving } from '../../../core/entities/edition.ts'
import { AppError } from '../../../core/errors.ts'
import { mayMove } from '../../../core/entities/states.ts'
import { toInstant, orMs, toMs, type Backend } from '../../columns.ts'
import { isUnsettled, isWilling, onceMore, type LedgerStatements } from './ledger-statements.ts'
import type { Tables } from '../../tables/tables.ts'
import { orReason, orReasonText, reasonText } from '../../reason-column.ts'
import { domainReason, suppressedDomain } from '../../suppressed-domain.ts'
import { said } from '../../../core/said/said.ts'

export type ClaimsStore = ReturnType<typeof claimsStore>

/** The protocol of the ledger's rows for workers: claim, mark in flight, finish, recover. */
export function claimsStore(db: Kysely<Tables>, backend: Backend, statements: LedgerStatements) {
  return {
    /** Claims up to `count` due rows under a lease: first attempts before deferred rows. */
    async claim(editionId: number, now: Temporal.Instant, lease: Lease, count: number): Promise<Claim[]> {
      const claims = await claimBy(db, backend, 'queued', editionId, now, lease, count)
      if (claims.length === count) return claims
      const deferred = await claimBy(db, backend, 'deferred', editionId, now, lease, count - claims.length)
      return [...claims, ...deferred]
    },

    /** True if more than `count` rows are waiting for their first attempt and are due. */
    async hasDue(editionId: number, count: number, now: Temporal.Instant): Promise<boolean> {
      const row = await db
        .selectFrom('deliveries')
        .select('subscriber_id')
        .where('edition_id', '=', editionId)
        .where(isUnsettled)
        .where('status', '=', 'queued')
        .where('due_at', '<=', toMs(now))
        .limit(1)
        .offset(count)
        .executeTakeFirst()
      return row !== undefined
    },

    /**
     * Marks claimed rows of one edition as in flight, if lease, consent, suppression, pause, stop, the approved revision and removed
     * stories still allow it; returns the ids of subscribers to send to. The caller's transaction commits before any byte of a body is
     * sent.
     */
    async markInflight(
      claims: Claim[],
      { worker, revision, exclusions }: { worker: string } & Pick<Leaving, 'revision' | 'exclusions'>,
      now: Temporal.Instant,
    ): Promise<Set<number>> {
      if (claims.length === 0) return new Set()
      const at = toMs(now)
      const given = claims.map((claim) => ({ ...rowOf(claim), worker, revision, exclusions, at }))
      const { rows } = await db.executeQuery(statements.mark(given))
      return new Set(rows.map((row) => row.subscriber_id))
    },

    /** Writes the outcomes of attempts of one edition; each only if this worker's fence is still current. */
    async finish(finishes: Finish[], now: Temporal.Instant): Promise<void> {
      if (finishes.length === 0) return
      for (const { from, to } of finishes)
        if (!mayMove('delivery', from, to))
          throw new AppError('conflict', said('no-such-move', { what: 'delivery', from, to }))
      await db.executeQuery(statements.end(finishes.map((finish) => endRow(finish, toMs(now)))))
      const dead = finishes.filter((finish) => finish.isAddressDead).map(({ claim }) => claim.subscriberId)
      if (dead.length === 0) return
      await db
        .updateTable('subscribers')
        .set((eb) => ({ refusals: eb('refusals', '+', 1), refused_at: toMs(now) }))
        .where('id', 'in', dead)
        .execute()
    },

    /**
     * Of these rows, skips those not in flight whose subscriber has left, paused or been suppressed, or whose domain has been, since the
     * fan-out; returns how many.
     */
    async skipWithdrawn(editionId: number, subscriberIds: number[], now: Temporal.Instant): Promise<number> {
      if (subscriberIds.length === 0) return 0
      const at = toMs(now)
      const { numAffectedRows } = await sql`
        update deliveries set status = 'skipped', finished_at = ${at}, worker = null, lease_until = null,
          reason = case
            when exists (select 1 from suppressions x join subscribers b on b.hash = x.hash
              where b.id = deliveries.subscriber_id) then ${sql.lit(reasonText(said('suppressed')))}
            when exists (select 1 from subscriptions s where s.id = deliveries.subscription_id
              and s.status = 'active' and s.paused_until > ${at}) then ${sql.lit(reasonText(said('paused')))}
            when exists (select 1 from subscriptions s where s.id = deliveries.subscription_id
              and s.status = 'active') then (select ${domainReason(backend)} from subscribers b
              join suppressed_domains r on r.domain = ${suppressedDomain(backend, sql.ref('b.email'))}
              where b.id = deliveries.subscriber_id)
            else ${sql.lit(reasonText(said('unsubscribed')))} end
        where edition_id = ${editionId} and subscriber_id in (${sql.join(subscriberIds)}) and status in ('queued', 'deferred', 'claimed')
          and not (${isWilling(backend, sql`${at}`)})`.execute(db)
      return Number(numAffectedRows)
    },

    /**
     * Of these claimed rows, skips those whose reader's domain is suppressed; returns their subscriber ids. Called before a connection is
     * used for them.
     */
    async skipOfDomains(
      editionId: number,
      subscriberIds: number[],
      now: Temporal.Instant,
    ): Promise<Set<number>> {
      if (subscriberIds.length === 0) return new Set()
      // Most newsrooms have none: this query costs less than a statement that writes nothing.
      const isAny = await db.selectFrom('suppressed_domains').select('domain').limit(1).executeTakeFirst()
      if (!isAny) return new Set()
      const rule = sql`from subscribers b join suppressed_domains r on r.domain = ${suppressedDomain(backend, sql.ref('b.email'))}
        where b.id = deliveries.subscriber_id`
      const { rows } = await sql<{ subscriber_id: number }>`
        update deliveries set status = 'skipped', finished_at = ${toMs(now)}, worker = null, lease_until = null,
          reason = (select ${domainReason(backend)} ${rule})
        where edition_id = ${editionId} and subscriber_id in (${sql.join(subscriberIds)}) and status = 'claimed'
          and exists (select 1 ${rule})
        returning subscriber_id`.execute(db)
      return new Set(rows.map((row) => row.subscriber_id))
    },

    /** Returns a worker's unsent rows to the queue. */
    async release(editionId: number, worker: string): Promise<void> {
      await db
        .updateTable('deliveries')
        .set({ status: 'queued', worker: null, lease_until: null })
        .where('edition_id', '=', editionId)
        .where(isUnsettled)
        .where('worker', '=', worker)
        .where('status', '=', 'claimed')
        .execute()
    },

    /** Requeues e-mails that may or may not have arrived, once each; returns how many. */
    async retryUnknown(editionId: number): Promise<number> {
      const { numUpdatedRows } = await db
        .updateTable('deliveries')
        .set({
          status: 'queued',
          resent: 1,
          finished_at: null,
          reason: onceMore,
        })
        .where('edition_id', '=', editionId)
        .where(isUnsettled)
        .where('status', '=', 'unknown')
        .where('resent', '=', 0)
        .executeTakeFirst()
      return Number(numUpdatedRows)
    },

    async renew(editionId: number, lease: Lease): Promise<void> {
      await db
        .updateTable('deliveries')
        .set({ lease_until: toMs(lease.until) })
        .where('edition_id', '=', editionId)
        .where(isUnsettled)
        .where('worker', '=', lease.worker)
        .where('status', 'in', ['claimed', 'inflight'])
        .execute()
    },

    /** Workers with claimed rows of an edition, with the end of their lease. */
    async workers(editionId: number): Promise<Lease[]> {
      const rows = await db
        .selectFrom('deliveries')
        .select((eb) => ['worker', eb.fn.max('lease_until').as('lease_until')])
        .where('edition_id', '=', editionId)
        .where(isUnsettled)
        .where('status', 'in', ['claimed', 'inflight'])
        .where('worker', 'is not', null)
        .groupBy('worker')
        .execute()
      return rows.map((row) => ({ worker: row.worker ?? '', until: toInstant(Number(row.lease_until)) }))
    },

    /** Recovers the rows of a worker that is gone: claimed ones are free again, those in flight may or may not have arrived. */
    async recover(editionId: number, worker: string, now: Temporal.Instant): Promise<{ unknown: number }> {
      await this.release(editionId, worker)
      const { numUpdatedRows } = await db
        .updateTable('deliveries')
        .set((eb) => ({
          status: 'unknown',
          finished_at: toMs(now),
          reason: reasonText(said('sender-ended')),
          attempts: eb('attempts', '+', 1),
          worker: null,
          lease_until: null,
        }))
        .where('edition_id', '=', editionId)
        .where(isUnsettled)
        .where('worker', '=', worker)
        .where('status', '=', 'inflight')
        .executeTakeFirst()
      return { unknown: Number(numUpdatedRows) }
    },
  }
}

const rowOf = ({ editionId, subscriberId, fence }: Claim) => ({
  edition: editionId,
  subscriber: subscriberId,
  fence,
})

function endRow({ claim, from, to, reply, reason, variant, nextAttemptAt }: Finish, now: number) {
  const ended = to === 'deferred' || to === 'queued' ? null : now
  return {
    ...rowOf(claim),
    was: from,
    became: to,
    reply,
    reason: orReasonText(reason),
    variant,
    again: orMs(nextAttemptAt),
    ended,
    tries: reply === null ? 0 : 1,
  }
}

async function claimBy(
  db: Kysely<Tables>,
  backend: Backend,
  status: 'queued' | 'deferred',
  editionId: number,
  now: Temporal.Instant,
  lease: Lease,
  count: number,
): Promise<Claim[]> {
  const at = toMs(now)
  const isDue = status === 'queued' ? sql`due_at <= ${at}` : sql`next_attempt_at <= ${at}`
  const skip = backend === 'postgres' ? sql`for update skip locked` : sql``
  const due = sql`select subscriber_id from deliveries
    where edition_id = ${editionId} and status = ${status} and ${isUnsettled} and ${isDue}
    order by due_at limit ${count} ${skip}`
  // As an array PostgreSQL runs the subquery once; within IN it may run it for each row, and exceed its limit.
  const chosen =
    backend === 'postgres' ? sql`subscriber_id = any(array(${due}))` : sql`subscriber_id in (${due})`
  const { rows } = await sql<ClaimedRow>`
    update deliveries set status = 'claimed', worker = ${lease.worker}, lease_until = ${toMs(lease.until)},
      fence = fence + 1
    where edition_id = ${editionId} and status = ${status} and ${chosen}
    returning subscriber_id, subscription_id, due_at, attempts, fence, reason`.execute(db)
  const inOrder = rows.toSorted((a, b) => a.subscriber_id - b.subscriber_id)
  return inOrder.map((row) => ({
    editionId,
    subscriberId: row.subscriber_id,
    subscriptionId: row.subscription_id,
    dueAt: toInstant(row.due_at),
    attempts: row.attempts,
    fence: row.fence,
    reason: orReason(row.reason),
  }))
}

interface ClaimedRow {
  subscriber_id: number
  subscription_id: number
  due_at: number
  /** Earlier attempts that a server has answered, or that were lost. */
  attempts: number
  fence: number
  reason: string | null
}
