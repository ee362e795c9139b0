import { type Kysely, type Selectable, sql } from 'kysely'
import type { Choices } from '../../../core/entities/subscription.ts'
import type { SignUp } from '../../../core/entities/sign-up.ts'
import { fromJson, orInstant, toInstant, toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type SignUpsStore = ReturnType<typeof signUpsStore>

const signUp = (row: Selectable<Tables['sign_ups']>): SignUp => ({
  id: row.id,
  subscriptionId: row.subscription_id,
  choices: fromJson<Choices>(row.choices),
  form: row.form,
  requestedAt: toInstant(row.requested_at),
  requestedIp: row.requested_ip,
  confirmedAt: orInstant(row.confirmed_at),
  confirmedIp: row.confirmed_ip,
  messageId: row.message_id,
})

/** Requests to be subscribed, which are the proof of consent. */
export function signUpsStore(db: Kysely<Tables>) {
  return {
    async add(
      request: Pick<SignUp, 'subscriptionId' | 'choices' | 'form' | 'requestedAt' | 'requestedIp'>,
    ): Promise<number> {
      const { id } = await db
        .insertInto('sign_ups')
        .values({
          subscription_id: request.subscriptionId,
          choices: JSON.stringify(request.choices),
          form: request.form,
          requested_at: toMs(request.requestedAt),
          requested_ip: request.requestedIp,
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      return id
    },

    async byId(id: number): Promise<SignUp | null> {
      const row = await db.selectFrom('sign_ups').selectAll().where('id', '=', id).executeTakeFirst()
      return row ? signUp(row) : null
    },

    /** Of one subscription, oldest first. */
    async of(subscriptionId: number): Promise<SignUp[]> {
      const rows = await db
        .selectFrom('sign_ups')
        .selectAll()
        .where('subscription_id', '=', subscriptionId)
        .orderBy('id')
        .execute()
      return rows.map(signUp)
    },

    async setMessageId(id: number, messageId: string): Promise<void> {
      await db.updateTable('sign_ups').set({ message_id: messageId }).where('id', '=', id).execute()
    },

    /** Confirms one that was requested at `since` or later; false if it was confirmed before, or is older. */
    async confirm(
      id: number,
      { at, ip, since }: { at: Temporal.Instant; ip: string; since: Temporal.Instant },
    ): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('sign_ups')
        .set({ confirmed_at: toMs(at), confirmed_ip: ip })
        .where('id', '=', id)
        .where('confirmed_at', 'is', null)
        .where('requested_at', '>=', toMs(since))
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** Deletes a person's unconfirmed requests. */
    async dropOpen(subscriberId: number): Promise<void> {
      await db
        .deleteFrom('sign_ups')
        .where('confirmed_at', 'is', null)
        .where('subscription_id', 'in', (eb) =>
          eb.selectFrom('subscriptions').select('id').where('subscriber_id', '=', subscriberId),
        )
        .execute()
    },

    /** Stores the words of a form under their version. */
    async putForm(version: string, words: string): Promise<void> {
      await db
        .insertInto('consent_forms')
        .values({ version, words })
        .onConflict((c) => c.column('version').doNothing())
        .execute()
    },

    async formWords(version: string): Promise<string | null> {
      const row = await db
        .selectFrom('consent_forms')
        .select('words')
        .where('version', '=', version)
        .executeTakeFirst()
      return row?.words ?? null
    },

    /** Subscriptions waiting for a confirmation that were last requested before an instant. */
    async waitingSince(before: Temporal.Instant, count: number): Promise<number[]> {
      const rows = await db
        .selectFrom('subscriptions')
        .select('id')
        .where('status', '=', 'pending')
        .where('changed_at', '<', toMs(before))
        .where(
          sql<boolean>`not exists (select 1 from sign_ups u
            where u.subscription_id = subscriptions.id and u.requested_at >= ${toMs(before)})`,
        )
        .orderBy('id')
        .limit(count)
        .execute()
      return rows.map(({ id }) => id)
    },

    /** Subscriptions that expired before an instant. */
    async expiredSince(before: Temporal.Instant, count: number): Promise<number[]> {
      const rows = await db
        .selectFrom('subscriptions')
        .select('id')
        .where('status', '=', 'expired')
        .where('changed_at', '<', toMs(before))
        .orderBy('id')
        .limit(count)
        .execute()
      return rows.map(({ id }) => id)
    },

    /** Deletes unconfirmed requests from before an instant, of people who have or had the digest through another one. */
    async deleteUnconfirmed(before: Temporal.Instant): Promise<void> {
      const known = db
        .selectFrom('subscriptions')
        .select('id')
        .where('status', 'in', ['active', 'unsubscribed'])
      await db
        .deleteFrom('sign_ups')
        .where('confirmed_at', 'is', null)
        .where('requested_at', '<', toMs(before))
        .where('subscription_id', 'in', known)
        .execute()
    },

    /** Deletes the proof of consent of people who unsubscribed before an instant, but no later request. */
    async deleteProofs(before: Temporal.Instant): Promise<void> {
      const left = db
        .selectFrom('subscriptions')
        .select('id')
        .where('status', '=', 'unsubscribed')
        .where('ended_at', '<', toMs(before))
        .unionAll(
          db
            .selectFrom('leavers')
            .select('subscription_id as id')
            .where('subscription_id', 'is not', null)
            .where('left_at', '<', toMs(before))
            .$narrowType<{ id: number }>(),
        )
      await db
        .deleteFrom('sign_ups')
        .where('subscription_id', 'in', left)
        .where('requested_at', '<', toMs(before))
        .execute()
    },

    /**
     * Deletes those of these subscriptions that are still expired, with their requests, and each person of whom nothing else is stored. One
     * that was requested again meanwhile is unchanged.
     */
    async deleteExpired(ids: number[]): Promise<void> {
      if (ids.length === 0) return
      const deleted = await db
        .deleteFrom('subscriptions')
        .where('id', 'in', ids)
        .where('status', '=', 'expired')
        .returning(['id', 'subscriber_id'])
        .execute()
      if (deleted.length === 0) return
      const requests = deleted.map(({ id }) => id)
      await db.deleteFrom('sign_ups').where('subscription_id', 'in', requests).execute()
      const gone = deleted.map(({ subscriber_id }) => subscriber_id)
      const alone = db
        .selectFrom('subscribers')
        .select('id')
        .where('id', 'in', gone)
        .where(
          sql<boolean>`not exists (select 1 from subscriptions s where s.subscriber_id = subscribers.id)`,
        )
      await db.deleteFrom('messages').where('subscriber_id', 'in', alone).execute()
      await db.deleteFrom('subscribers').where('id', 'in', alone).execute()
    },
  }
}
