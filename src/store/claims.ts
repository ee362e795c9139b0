import { type Kysely, sql } from 'kysely'
import { AppError } from '../core/errors.ts'
import { mayMove } from '../core/states.ts'
import { toMs } from './columns.ts'
import type { Backend } from './columns.ts'
import type { Lease } from './deliveries.ts'
import type { Tables } from './tables.ts'

/** A row a worker holds: nobody else writes it while the fence number stands. */
export interface Claim {
  editionId: number
  subscriberId: number
  subscriptionId: number
  attempts: number
  fence: number
}

/** How an attempt ended. */
export interface Finish {
  claim: Claim
  to: 'sent' | 'deferred' | 'failed' | 'unknown' | 'skipped' | 'queued'
  from: 'claimed' | 'inflight'
  reply: string | null
  reason: string | null
  content: string | null
  nextAttemptAt: Temporal.Instant | null
}

export type ClaimsStore = ReturnType<typeof claimsStore>

/** How rows of the ledger leave for a worker and come back: claim, mark in flight, finish, recover. */
export function claimsStore(db: Kysely<Tables>, backend: Backend) {
  return {
    /** Takes up to `count` rows that are due, for a lease. */
    async claim(editionId: number, now: Temporal.Instant, lease: Lease, count: number): Promise<Claim[]> {
      let due = db
        .selectFrom('deliveries')
        .select('subscriber_id')
        .where('edition_id', '=', editionId)
        .where((eb) =>
          eb.or([
            eb.and([eb('status', '=', 'queued'), eb('due_at', '<=', toMs(now))]),
            eb.and([eb('status', '=', 'deferred'), eb('next_attempt_at', '<=', toMs(now))]),
          ]),
        )
        .orderBy('subscriber_id')
        .limit(count)
      if (backend === 'postgres') due = due.forUpdate().skipLocked()
      // As an array PostgreSQL runs the subquery once; within IN it may run it anew for each row, past its limit.
      const chosen =
        backend === 'postgres'
          ? sql<boolean>`subscriber_id = any(array(${due}))`
          : sql<boolean>`subscriber_id in (${due})`
      const rows = await db
        .updateTable('deliveries')
        .set((eb) => ({
          status: 'claimed',
          worker: lease.worker,
          lease_until: toMs(lease.until),
          fence: eb('fence', '+', 1),
          attempts: eb('attempts', '+', 1),
        }))
        .where('edition_id', '=', editionId)
        .where('status', 'in', ['queued', 'deferred'])
        .where(chosen)
        .returning(['edition_id', 'subscriber_id', 'subscription_id', 'attempts', 'fence'])
        .execute()
      return rows.map((row) => ({
        editionId: row.edition_id,
        subscriberId: row.subscriber_id,
        subscriptionId: row.subscription_id,
        attempts: row.attempts,
        fence: row.fence,
      }))
    },

    /**
     * Marks claimed rows as in flight, where lease, consent, suppression, pause and stop still allow it; gives the
     * subscriber ids that may now be sent to. Committed by the caller's transaction before any body byte.
     */
    async markInflight(claims: Claim[], worker: string, now: Temporal.Instant): Promise<Set<number>> {
      const [first] = claims
      if (!first) return new Set()
      const at = toMs(now)
      const rows = await db
        .updateTable('deliveries')
        .set({ status: 'inflight', inflight_at: at })
        .where('edition_id', '=', first.editionId)
        .where((eb) =>
          eb.or(
            claims.map((c) => eb.and([eb('subscriber_id', '=', c.subscriberId), eb('fence', '=', c.fence)])),
          ),
        )
        .where('status', '=', 'claimed')
        .where('worker', '=', worker)
        .where('lease_until', '>', at)
        .where(mayBeMailed(at))
        .returning('subscriber_id')
        .execute()
      return new Set(rows.map((row) => row.subscriber_id))
    },

    /** Writes how attempts ended; each only where this worker's fence still stands. */
    async finish(finishes: Finish[], now: Temporal.Instant): Promise<void> {
      for (const { claim, from, to, reply, reason, content, nextAttemptAt } of finishes) {
        if (!mayMove('delivery', from, to))
          throw new AppError('conflict', `a delivery cannot go from ${from} to ${to}`)
        await db
          .updateTable('deliveries')
          .set({
            status: to,
            reply,
            reason,
            ...(content !== null && { content }),
            next_attempt_at: nextAttemptAt === null ? null : toMs(nextAttemptAt),
            finished_at: to === 'deferred' || to === 'queued' ? null : toMs(now),
            lease_until: null,
            worker: null,
          })
          .where('edition_id', '=', claim.editionId)
          .where('subscriber_id', '=', claim.subscriberId)
          .where('fence', '=', claim.fence)
          .where('status', '=', from)
          .execute()
      }
    },

    /** Skips rows not in flight whose subscriber has left, paused or been suppressed since the fan-out. */
    async skipWithdrawn(editionId: number, now: Temporal.Instant): Promise<void> {
      const at = toMs(now)
      await sql`
        update deliveries set status = 'skipped', finished_at = ${at}, worker = null, lease_until = null,
          reason = case
            when exists (select 1 from suppressions x join subscribers b on b.hash = x.hash
              where b.id = deliveries.subscriber_id) then 'suppressed'
            when exists (select 1 from subscriptions s where s.id = deliveries.subscription_id
              and s.status = 'active') then 'paused'
            else 'unsubscribed' end
        where edition_id = ${editionId} and status in ('queued', 'deferred', 'claimed')
          and not (${allowed(at)})`.execute(db)
    },

    /** Gives a worker's rows that were not sent back to the queue. */
    async release(editionId: number, worker: string): Promise<void> {
      await db
        .updateTable('deliveries')
        .set({ status: 'queued', worker: null, lease_until: null })
        .where('edition_id', '=', editionId)
        .where('worker', '=', worker)
        .where('status', '=', 'claimed')
        .execute()
    },

    async renew(editionId: number, lease: Lease): Promise<void> {
      await db
        .updateTable('deliveries')
        .set({ lease_until: toMs(lease.until) })
        .where('edition_id', '=', editionId)
        .where('worker', '=', lease.worker)
        .where('status', 'in', ['claimed', 'inflight'])
        .execute()
    },

    /** Workers that hold rows of an edition, with the last instant their lease stands. */
    async workers(editionId: number): Promise<{ worker: string; leaseUntil: number }[]> {
      const rows = await db
        .selectFrom('deliveries')
        .select((eb) => ['worker', eb.fn.max('lease_until').as('lease_until')])
        .where('edition_id', '=', editionId)
        .where('status', 'in', ['claimed', 'inflight'])
        .where('worker', 'is not', null)
        .groupBy('worker')
        .execute()
      return rows.map((row) => ({ worker: row.worker ?? '', leaseUntil: Number(row.lease_until) }))
    },

    /** A worker is gone: its claimed rows are free again, its rows in flight may or may not have arrived. */
    async recover(editionId: number, worker: string, now: Temporal.Instant): Promise<{ unknown: number }> {
      await this.release(editionId, worker)
      const { numUpdatedRows } = await db
        .updateTable('deliveries')
        .set({
          status: 'unknown',
          finished_at: toMs(now),
          reason: 'the sender ended while the mail was on its way (RFC 1047)',
          worker: null,
          lease_until: null,
        })
        .where('edition_id', '=', editionId)
        .where('worker', '=', worker)
        .where('status', '=', 'inflight')
        .executeTakeFirst()
      return { unknown: Number(numUpdatedRows) }
    },
  }
}

/** What must hold for a row to be mailed, as SQL over `deliveries`. */
function allowed(at: number) {
  return sql<boolean>`
    exists (select 1 from subscriptions s where s.id = deliveries.subscription_id and s.status = 'active'
      and (s.paused_until is null or s.paused_until <= ${at}))
    and not exists (select 1 from suppressions x join subscribers b on b.hash = x.hash
      where b.id = deliveries.subscriber_id)`
}

function mayBeMailed(at: number) {
  return sql<boolean>`(${allowed(at)}
    and exists (select 1 from editions e where e.id = deliveries.edition_id and e.status = 'sending')
    and not exists (select 1 from settings p where p.name = 'sending-paused'))`
}
