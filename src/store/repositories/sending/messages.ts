import { type Kysely, type Selectable, sql } from 'kysely'
import { AppError } from '../../../core/errors.ts'
import { priorityOf, type Message, type MessageContent } from '../../../core/entities/message.ts'
import { mayMove } from '../../../core/entities/states.ts'
import { fromJson, orInstant, orMs, toInstant, toMs, type Backend } from '../../columns.ts'
import type { Lease } from '../../../core/entities/sending/lease.ts'
import { onceMore } from './ledger-statements.ts'
import type { MessagesTable } from '../../tables/sending.ts'
import { sendingPausedSetting } from './sending-settings.ts'
import { suppressedDomain } from '../../suppressed-domain.ts'
import type { Tables } from '../../tables/tables.ts'
import { orReason, orReasonText } from '../../reason-column.ts'
import { said, type Reason } from '../../../core/said/said.ts'

interface FinishedMessage {
  from: 'claimed' | 'inflight'
  to: 'sent' | 'deferred' | 'failed' | 'queued' | 'unknown' | 'skipped'
  reply: string | null
  reason: Reason | null
  nextAttemptAt: Temporal.Instant | null
}

export interface Enqueued {
  priority?: number | undefined
  /** The message is not sent before this. */
  dueAt?: Temporal.Instant
  /** The person with whom it is erased. */
  subscriberId?: number | null
}

export type MessagesStore = ReturnType<typeof messagesStore>

function message(row: Selectable<MessagesTable>): Message {
  return {
    id: row.id,
    recipient: row.recipient,
    content: fromJson<MessageContent>(row.body),
    status: row.status,
    attempts: row.attempts,
    fence: row.fence,
    createdAt: toInstant(row.created_at),
    finishedAt: orInstant(row.finished_at),
    reply: row.reply,
    reason: orReason(row.reason),
  }
}

/** Milliseconds for which an alert is remembered: far longer than until an event recurs. */
const remembered = 90 * 24 * 3_600_000

/** The outbox: e-mails that are no digest, written in the transaction that caused them. */
export function messagesStore(db: Kysely<Tables>, backend: Backend) {
  return {
    /** Records that an event is alerted now; false if it was before. Of several concurrent calls only one gets true. */
    async alertOnce(dedupe: string, at: Temporal.Instant): Promise<boolean> {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('alerts')
        .values({ dedupe, at: toMs(at) })
        .onConflict((c) => c.column('dedupe').doNothing())
        .executeTakeFirstOrThrow()
      await db
        .deleteFrom('alerts')
        .where('at', '<', toMs(at) - remembered)
        .execute()
      return numInsertedOrUpdatedRows === 1n
    },

    async wasAlerted(dedupe: string): Promise<boolean> {
      const row = await db.selectFrom('alerts').select('at').where('dedupe', '=', dedupe).executeTakeFirst()
      return row !== undefined
    },

    /** Returns its id. */
    async enqueue(
      recipient: string,
      content: MessageContent,
      at: Temporal.Instant,
      { priority = priorityOf(content), dueAt = at, subscriberId = null }: Enqueued = {},
    ): Promise<number> {
      const { id } = await db
        .insertInto('messages')
        .values({
          kind: content.kind,
          recipient,
          subscriber_id: subscriberId,
          body: JSON.stringify(content),
          status: 'queued',
          priority,
          due_at: toMs(dueAt),
          created_at: toMs(at),
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      return id
    },

    /**
     * Claims the most urgent due message, then the oldest, under a lease; with `pausedAt` only alerts written since, because they report
     * the pause.
     */
    async claim(
      now: Temporal.Instant,
      lease: Lease,
      pausedAt: Temporal.Instant | null = null,
    ): Promise<Message | null> {
      const at = toMs(now)
      const next = await db
        .selectFrom('messages')
        .select(['id', 'fence'])
        .where((eb) =>
          eb.or([
            eb.and([eb('status', '=', 'queued'), eb('due_at', '<=', at)]),
            eb.and([eb('status', '=', 'deferred'), eb('next_attempt_at', '<=', at)]),
          ]),
        )
        .$if(pausedAt !== null, (query) =>
          query.where('kind', '=', 'alert').where('created_at', '>=', pausedAt ? toMs(pausedAt) : 0),
        )
        // Phrased like the index, so that a long outbox is not sorted for each.
        .where(sql<boolean>`status in ('queued', 'deferred')`)
        .orderBy('priority')
        .orderBy('id')
        .executeTakeFirst()
      if (!next) return null
      const row = await db
        .updateTable('messages')
        .set((eb) => ({
          status: 'claimed',
          worker: lease.worker,
          lease_until: toMs(lease.until),
          fence: eb('fence', '+', 1),
          attempts: eb('attempts', '+', 1),
        }))
        .where('id', '=', next.id)
        .where('fence', '=', next.fence)
        .where('status', 'in', ['queued', 'deferred'])
        .returningAll()
        .executeTakeFirst()
      // Another sender was faster: try the next one.
      return row ? message(row) : this.claim(now, lease, pausedAt)
    },

    async renew({ id, fence }: Message, lease: Lease): Promise<void> {
      await db
        .updateTable('messages')
        .set({ lease_until: toMs(lease.until) })
        .where('id', '=', id)
        .where('fence', '=', fence)
        .where('worker', '=', lease.worker)
        .execute()
    },

    /** Marks it as in flight, before its first byte is sent; false if lease, a pause or a suppressed domain forbids it. */
    async markInflight(
      { id, fence }: Message,
      worker: string,
      now: Temporal.Instant,
      pausedAt: Temporal.Instant | null = null,
    ): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('messages')
        .set({ status: 'inflight', inflight_at: toMs(now) })
        .where('id', '=', id)
        .where('fence', '=', fence)
        .where('status', '=', 'claimed')
        .where('worker', '=', worker)
        .where('lease_until', '>', toMs(now))
        .where(
          sql<boolean>`(not exists (select 1 from settings p where p.name = ${sql.lit(sendingPausedSetting)})
          or (kind = 'alert' and created_at >= ${pausedAt && toMs(pausedAt)}))`,
        )
        .where(
          sql<boolean>`(kind not in ('reader', 'test-mail') or ${suppressedDomain(backend, sql.ref('recipient'))} is null)`,
        )
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** Writes the outcome of an attempt, if this worker's fence is still current. */
    async finish({ id, fence }: Message, finished: FinishedMessage, now: Temporal.Instant): Promise<void> {
      const { from, to, reply, nextAttemptAt } = finished
      const reason = orReasonText(finished.reason)
      if (!mayMove('delivery', from, to))
        throw new AppError('conflict', said('no-such-move', { what: 'message', from, to }))
      await db
        .updateTable('messages')
        .set({
          status: to,
          reply,
          reason: to === 'sent' ? sql`case when resent = 1 then ${onceMore} else ${reason} end` : reason,
          next_attempt_at: orMs(nextAttemptAt),
          finished_at: to === 'deferred' || to === 'queued' ? null : toMs(now),
          worker: null,
          lease_until: null,
        })
        .where('id', '=', id)
        .where('fence', '=', fence)
        .where('status', '=', from)
        .execute()
    },

    /** Workers with claimed messages, with the end of their lease. */
    async workers(): Promise<Lease[]> {
      const rows = await db
        .selectFrom('messages')
        .select((eb) => ['worker', eb.fn.max('lease_until').as('lease_until')])
        .where('status', 'in', ['claimed', 'inflight'])
        .where('worker', 'is not', null)
        .groupBy('worker')
        .execute()
      return rows.map((row) => ({ worker: row.worker ?? '', until: toInstant(Number(row.lease_until)) }))
    },

    /**
     * Recovers the messages of a worker that is gone: claimed ones are free again; those in flight are unknown, and requeued by
     * `settleUnknown`.
     */
    async recover(worker: string, now: Temporal.Instant): Promise<void> {
      const free = { worker: null, lease_until: null }
      const held = () => db.updateTable('messages').where('worker', '=', worker)
      await held()
        .set({ status: 'queued', ...free })
        .where('status', '=', 'claimed')
        .execute()
      await held()
        .set({ status: 'unknown', finished_at: toMs(now), ...free })
        .where('status', '=', 'inflight')
        .execute()
    },

    /** Requeues unknown messages, once each: a message may arrive twice rather than never. */
    async settleUnknown(): Promise<void> {
      await db
        .updateTable('messages')
        .set({ status: 'queued', finished_at: null, reason: onceMore, resent: 1 })
        .where('status', '=', 'unknown')
        .where('resent', '=', 0)
        .execute()
    },

    /** How many of a kind were written since an instant. */
    async countSince(kind: MessageContent['kind'], since: Temporal.Instant): Promise<number> {
      const { count } = await db
        .selectFrom('messages')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('kind', '=', kind)
        .where('created_at', '>=', toMs(since))
        .executeTakeFirstOrThrow()
      return count
    },

    /** Newest first. */
    async list(count: number): Promise<Message[]> {
      return (await db.selectFrom('messages').selectAll().orderBy('id', 'desc').limit(count).execute()).map(
        message,
      )
    },
  }
}
