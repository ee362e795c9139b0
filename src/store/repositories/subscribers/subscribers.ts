import { addressFlags } from '../../../core/addresses/verdict/address-flags.ts'
import { nameKey } from '../../queries/readers/search-keys.ts'
import { type Kysely, type Selectable, sql } from 'kysely'
import type { Choices, Subscription } from '../../../core/entities/subscription.ts'
import { AppError } from '../../../core/errors.ts'
import { mayMove, type SubscriptionStatus } from '../../../core/entities/states.ts'
import { orInstant, orMs, toMs } from '../../columns.ts'
import { choiceColumns, choicesOf } from './choices.ts'
import type { SubscriptionsTable } from '../../tables/subscribers.ts'
import type { Tables } from '../../tables/tables.ts'
import { said } from '../../../core/said/said.ts'

export type SubscribersStore = ReturnType<typeof subscribersStore>
type Row = Selectable<SubscriptionsTable> & {
  email: string
  name: string | null
  address_changes: number
}

function subscription(row: Row): Subscription {
  return {
    id: row.id,
    subscriberId: row.subscriber_id,
    digestId: row.digest_id,
    email: row.email,
    name: row.name,
    addressChanges: row.address_changes,
    status: row.status,
    ...choicesOf(row),
    pausedUntil: orInstant(row.paused_until),
    endedAt: orInstant(row.ended_at),
    endedLink: row.ended_link,
  }
}

/** Stored instead of the link that ended a subscription: others had ended it, and then the reader left, too. */
const noLink = 0

/** Subscribers and their subscriptions. */
export function subscribersStore(db: Kysely<Tables>) {
  const selected = () =>
    db
      .selectFrom('subscriptions')
      .innerJoin('subscribers', 'subscribers.id', 'subscriptions.subscriber_id')
      .selectAll('subscriptions')
      .select(['subscribers.email', 'subscribers.name', 'subscribers.address_changes'])

  return {
    /** The subscription of a person to a digest; null if there is none. */
    async subscriptionOf(hash: string, digestId: number) {
      const found = await db
        .selectFrom('subscriptions')
        .innerJoin('subscribers', 'subscribers.id', 'subscriptions.subscriber_id')
        .select(['subscriptions.id', 'subscriptions.subscriber_id as subscriberId', 'subscriptions.status'])
        .where('subscribers.hash', '=', hash)
        .where('subscriptions.digest_id', '=', digestId)
        .executeTakeFirst()
      return found ?? null
    },

    async idOf(hash: string): Promise<number | null> {
      const found = await db
        .selectFrom('subscribers')
        .select('id')
        .where('hash', '=', hash)
        .executeTakeFirst()
      return found?.id ?? null
    },

    /** The subscriber with an address, created if necessary; a name is set only if there is none. */
    async admit(person: { email: string; hash: string; name: string | null }, at: Temporal.Instant) {
      const row = await db
        .insertInto('subscribers')
        .values({
          ...person,
          name_key: person.name && nameKey(person.name),
          flags: addressFlags(person.email),
          created_at: toMs(at),
        })
        .onConflict((c) =>
          c.column('hash').doUpdateSet({
            name: sql`coalesce(subscribers.name, excluded.name)`,
            name_key: sql`coalesce(subscribers.name_key, excluded.name_key)`,
          }),
        )
        .returning('id')
        .executeTakeFirstOrThrow()
      return row.id
    },

    /**
     * In a transaction: blocks other writes to a person, and their erasure, until the end; false if they are gone. Whatever writes them an
     * e-mail locks them first, so that none is left of somebody who was erased at the same time.
     */
    async lock(subscriberId: number): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('subscribers')
        .set((eb) => ({ refusals: eb.ref('refusals') }))
        .where('id', '=', subscriberId)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** Subscribes; an existing subscription is unchanged and reported. */
    async subscribe(
      subscriberId: number,
      digestId: number,
      choices: Choices,
      at: Temporal.Instant,
      status: 'active' | 'pending' = 'active',
    ): Promise<'new' | SubscriptionStatus> {
      const inserted = await db
        .insertInto('subscriptions')
        .values({
          subscriber_id: subscriberId,
          digest_id: digestId,
          status,
          ...choiceColumns(choices),
          created_at: toMs(at),
          changed_at: toMs(at),
        })
        .onConflict((c) => c.columns(['subscriber_id', 'digest_id']).doNothing())
        .returning('id')
        .executeTakeFirst()
      if (inserted) return 'new'
      const row = await db
        .selectFrom('subscriptions')
        .select('status')
        .where('subscriber_id', '=', subscriberId)
        .where('digest_id', '=', digestId)
        .executeTakeFirstOrThrow()
      return row.status
    },

    async byId(id: number): Promise<Subscription | null> {
      const row = await selected().where('subscriptions.id', '=', id).executeTakeFirst()
      return row ? subscription(row) : null
    },

    async byHash(hash: string): Promise<Subscription[]> {
      const rows = await selected().where('subscribers.hash', '=', hash).orderBy('subscriptions.id').execute()
      return rows.map(subscription)
    },

    /** Those of one person, in every digest. */
    async ofPerson(subscriberId: number): Promise<Subscription[]> {
      const rows = await selected()
        .where('subscriptions.subscriber_id', '=', subscriberId)
        .orderBy('subscriptions.id')
        .execute()
      return rows.map(subscription)
    },

    /** A page of a digest's subscriptions after an id, by id. */
    async page(filter: {
      digestId: number
      afterId: number
      count: number
      status: SubscriptionStatus | null
    }): Promise<Subscription[]> {
      let query = selected()
        .where('subscriptions.digest_id', '=', filter.digestId)
        .where('subscriptions.id', '>', filter.afterId)
      if (filter.status) query = query.where('subscriptions.status', '=', filter.status)
      return (await query.orderBy('subscriptions.id').limit(filter.count).execute()).map(subscription)
    },

    async byIds(ids: number[]): Promise<Subscription[]> {
      if (ids.length === 0) return []
      return (await selected().where('subscriptions.id', 'in', ids).execute()).map(subscription)
    },

    /** Makes a transition of the state machine; false if it is no longer in `from`. `link` is the subscription whose link ends it. */
    async move(
      id: number,
      from: SubscriptionStatus,
      to: SubscriptionStatus,
      at: Temporal.Instant,
      link: number | null = null,
    ) {
      if (!mayMove('subscription', from, to))
        throw new AppError('conflict', said('no-such-move', { what: 'subscription', from, to }))
      const { numUpdatedRows } = await db
        .updateTable('subscriptions')
        .set({
          status: to,
          changed_at: toMs(at),
          ended_at: to === 'unsubscribed' ? toMs(at) : null,
          ended_link: to === 'unsubscribed' ? link : null,
        })
        .where('id', '=', id)
        .where('status', '=', from)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /**
     * Records that the reader wants no e-mail of a digest that others ended; false if a link ended it, or it is active. No link can undo
     * that.
     */
    async endByReader(id: number, at: Temporal.Instant): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('subscriptions')
        .set({ ended_link: noLink, changed_at: toMs(at) })
        .where('id', '=', id)
        .where('status', '=', 'unsubscribed')
        .where('ended_link', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** Reactivates what a subscription's link ended at `since` or later; false if it ended differently. */
    async undoEnd(id: number, link: number, since: Temporal.Instant, at: Temporal.Instant): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('subscriptions')
        .set({ status: 'active', changed_at: toMs(at), ended_at: null, ended_link: null })
        .where('id', '=', id)
        .where('status', '=', 'unsubscribed')
        .where('ended_link', '=', link)
        .where('ended_at', '>=', toMs(since))
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** Sets a subscription's choices; false if nothing changed. */
    async choose(id: number, choices: Choices, at: Temporal.Instant): Promise<boolean> {
      const next = choiceColumns(choices)
      const { numUpdatedRows } = await db
        .updateTable('subscriptions')
        .set({ ...next, changed_at: toMs(at) })
        .where('id', '=', id)
        .where((eb) =>
          eb.or(
            Object.entries(next).map(([column, value]) =>
              eb(column as keyof typeof next, 'is distinct from', value),
            ),
          ),
        )
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    async pause(id: number, until: Temporal.Instant | null, reason: string | null, at: Temporal.Instant) {
      await db
        .updateTable('subscriptions')
        .set({ paused_until: orMs(until), pause_reason: reason, changed_at: toMs(at) })
        .where('id', '=', id)
        .execute()
    },

    /** Removes a flag from an address; false if it does not have it. */
    async clearFlag(id: number, bit: number): Promise<boolean> {
      const { numAffectedRows } = await sql`
        update subscribers set flags = flags - ${sql.lit(bit)}
        where id = ${id} and (flags & ${sql.lit(bit)}) <> 0`.execute(db)
      return numAffectedRows === 1n
    },

    /** How often servers reported that the address does not exist, and when last. */
    async refusalsOf(id: number): Promise<{ count: number; at: Temporal.Instant | null }> {
      const row = await db
        .selectFrom('subscribers')
        .select(['refusals', 'refused_at'])
        .where('id', '=', id)
        .executeTakeFirst()
      return { count: row?.refusals ?? 0, at: orInstant(row?.refused_at ?? null) }
    },
  }
}
