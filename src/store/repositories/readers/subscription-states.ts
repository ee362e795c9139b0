import { type Kysely, sql } from 'kysely'
import type { SubscriptionState } from '../../../core/entities/readers/bulk-action.ts'
import { orInstant, orMs, toMs, type Backend } from '../../columns.ts'
import { jsonRows } from '../../json-rows.ts'
import type { Tables } from '../../tables/tables.ts'

export type SubscriptionStatesStore = ReturnType<typeof subscriptionStatesStore>

/** A subscription with its new state. */
export interface NewSubscriptionState extends SubscriptionState {
  id: number
}

/** Actions in the audit log that readers take through their links. */
const choices = ['choose', 'pause', 'unsubscribe', 'resubscribe', 'confirm']

/** The states of many subscriptions, locked, compared and changed together. */
export function subscriptionStatesStore(db: Kysely<Tables>, backend: Backend) {
  return {
    /** In a transaction: locks these subscriptions until it ends, and returns their states. */
    async lock(ids: readonly number[]): Promise<Map<number, SubscriptionState>> {
      const rows = await db
        .updateTable('subscriptions')
        .set((eb) => ({ changed_at: eb.ref('changed_at') }))
        .where('id', 'in', ids)
        .returning(['id', 'status', 'paused_until', 'pause_reason', 'ended_at', 'ended_link'])
        .execute()
      return new Map(
        rows.map((row) => [
          row.id,
          {
            status: row.status,
            pausedUntil: orInstant(row.paused_until),
            pauseReason: row.pause_reason,
            endedAt: orInstant(row.ended_at),
            endedLink: row.ended_link,
          },
        ]),
      )
    },

    /** Which of these subscriptions their readers changed through a link at or after an instant. */
    async chosenSince(ids: readonly number[], since: Temporal.Instant): Promise<Set<number>> {
      const rows = await db
        .selectFrom('audit')
        .select('subject')
        .where(
          'subject',
          'in',
          ids.map((id) => `subscription:${id}`),
        )
        .where('actor', 'like', 'subscriber:%')
        .where('action', 'in', choices)
        .where('at', '>=', toMs(since))
        .execute()
      return new Set(rows.map(({ subject }) => Number(subject.slice('subscription:'.length))))
    },

    /** Which of these subscriptions a never-mail list ended: its people unsubscribed themselves elsewhere. */
    async endedByList(ids: readonly number[]): Promise<Set<number>> {
      const rows = await db
        .selectFrom('subscriptions as s')
        .innerJoin('import_readers as e', (join) =>
          join
            .onRef('e.subscriber_id', '=', 's.subscriber_id')
            .onRef('e.digest_id', '=', 's.digest_id')
            .onRef('e.at', '=', 's.changed_at'),
        )
        .select('s.id')
        .where('s.id', 'in', ids)
        .where('s.status', '=', 'unsubscribed')
        .where('e.outcome', 'in', ['ended', 'known'])
        .execute()
      return new Set(rows.map(({ id }) => id))
    },

    async put(states: readonly NewSubscriptionState[], at: Temporal.Instant): Promise<void> {
      if (states.length === 0) return
      const given = jsonRows(
        backend,
        { id: 'bigint', status: 'text', paused: 'bigint', reason: 'text', ended: 'bigint', link: 'bigint' },
        states.map((one) => ({
          id: one.id,
          status: one.status,
          paused: orMs(one.pausedUntil),
          reason: one.pauseReason,
          ended: orMs(one.endedAt),
          link: one.endedLink,
        })),
      )
      await sql`
        update subscriptions set status = g.status, paused_until = g.paused, pause_reason = g.reason, ended_at = g.ended,
          ended_link = g.link, changed_at = ${sql.lit(toMs(at))} from ${given} g where subscriptions.id = g.id`.execute(
        db,
      )
    },
  }
}
