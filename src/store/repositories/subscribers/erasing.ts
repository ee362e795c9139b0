import { type Kysely, sql } from 'kysely'
import { maskedIn } from '../../../core/addresses/masked-in.ts'
import { forgetFeedback } from '../feedback/forget-feedback.ts'
import { forgetReplies } from '../feedback/replies.ts'
import { fromJson } from '../../columns.ts'
import { eraseFromImports } from '../imports/erased-from-imports.ts'
import type { Tables } from '../../tables/tables.ts'

export type ErasingStore = ReturnType<typeof erasingStore>

/**
 * Deletes people wherever the store names them. A new table that names a reader needs its line here: a test searches every table for the
 * address.
 */
export function erasingStore(db: Kysely<Tables>) {
  const ownOf = (ids: readonly number[]) =>
    db.selectFrom('subscriptions').select('id').where('subscriber_id', 'in', ids)

  async function deleteMessages(ids: readonly number[]): Promise<void> {
    await db.deleteFrom('messages').where('subscriber_id', 'in', ids).execute()
  }

  /** Removes names from the ledger, which keeps its numbers. */
  async function clearLedger(ids: readonly number[], addresses: readonly string[]): Promise<void> {
    await db
      .updateTable('deliveries')
      .set({ variant: null, reply: null })
      .where('subscriber_id', 'in', ids)
      .execute()
    const named = await db
      .selectFrom('deliveries')
      .select(['edition_id', 'subscriber_id', 'reason'])
      .where('subscriber_id', 'in', ids)
      .where('reason', 'like', '%@%')
      .execute()
    for (const { edition_id, subscriber_id, reason } of named)
      await db
        .updateTable('deliveries')
        .set({ reason: maskedIn(reason ?? '', addresses) })
        .where('edition_id', '=', edition_id)
        .where('subscriber_id', '=', subscriber_id)
        .execute()
  }

  /** Messages to others, such as alerts, and test messages that were sent to the address itself. */
  async function clearMessages(addresses: readonly string[]): Promise<void> {
    const others = await db
      .selectFrom('messages')
      .select(['id', 'recipient', 'body', 'reply', 'reason'])
      .where('subscriber_id', 'is', null)
      .execute()
    const known = new Set(addresses.map((address) => address.toLowerCase()))
    for (const { id, recipient, ...texts } of others) {
      if (known.has(recipient.toLowerCase())) {
        await db.deleteFrom('messages').where('id', '=', id).execute()
        continue
      }
      const masked = maskedTexts(texts, addresses)
      if (masked) await db.updateTable('messages').set(masked).where('id', '=', id).execute()
    }
  }

  /** Previous addresses that admins have changed, from the audit log. */
  async function formerAddresses(ids: readonly number[]): Promise<string[]> {
    const rows = await db
      .selectFrom('audit')
      .select('detail')
      .where(
        'subject',
        'in',
        ids.map((id) => `subscriber:${id}`),
      )
      .where('action', 'in', ['change-address'])
      .execute()
    return rows.flatMap(({ detail }) => {
      const { before, to } = fromJson<{ before?: string; to?: string }>(detail)
      return [before, to].filter((address) => address !== undefined)
    })
  }

  async function clearAudit(addresses: readonly string[]): Promise<void> {
    const rows = await db
      .selectFrom('audit')
      .select(['id', 'detail'])
      // Phrased like its index.
      .where(sql<boolean>`detail like '%@%'`)
      .execute()
    for (const { id, ...texts } of rows) {
      const masked = maskedTexts(texts, addresses)
      if (masked) await db.updateTable('audit').set(masked).where('id', '=', id).execute()
    }
  }

  async function clearBulkActions(addresses: readonly string[]): Promise<void> {
    const rows = await db.selectFrom('bulk_actions').select(['id', 'input', 'filter']).execute()
    for (const { id, ...texts } of rows) {
      const masked = maskedTexts(texts, addresses)
      if (masked) await db.updateTable('bulk_actions').set(masked).where('id', '=', id).execute()
    }
  }

  async function clearSettings(addresses: readonly string[]): Promise<void> {
    const known = new Set(addresses.map((address) => address.toLowerCase()))
    const isOne = (address: string | null) => address !== null && known.has(address.toLowerCase())
    const tests = await db.selectFrom('test_addresses').selectAll().execute()
    for (const { digest_id, email } of tests)
      if (isOne(email))
        await db
          .deleteFrom('test_addresses')
          .where('digest_id', '=', digest_id)
          .where('email', '=', email)
          .execute()
    const asked = await db
      .selectFrom('reader_links')
      .select(['hash', 'address'])
      .where('address', 'is not', null)
      .execute()
    for (const { hash, address } of asked)
      if (isOne(address)) await db.deleteFrom('reader_links').where('hash', '=', hash).execute()
  }

  async function clearSuppressions(people: readonly { hash: string; email: string }[]): Promise<void> {
    const hashes = people.map(({ hash }) => hash)
    const rows = await db
      .selectFrom('suppressions')
      .select(['hash', 'reason'])
      .where('hash', 'in', hashes)
      .execute()
    for (const { hash, ...texts } of rows) {
      const masked = maskedTexts(
        texts,
        people.map(({ email }) => email),
      )
      if (masked) await db.updateTable('suppressions').set(masked).where('hash', '=', hash).execute()
    }
  }

  /** Notes about anybody, and reasons of domains, may name them. */
  async function clearSuppressionNotes(addresses: readonly string[]): Promise<void> {
    const notes = await db
      .selectFrom('suppression_notes')
      .select(['id', 'body'])
      .where('body', 'like', '%@%')
      .execute()
    for (const { id, ...texts } of notes) {
      const masked = maskedTexts(texts, addresses)
      if (masked) await db.updateTable('suppression_notes').set(masked).where('id', '=', id).execute()
    }
    const domains = await db
      .selectFrom('suppressed_domains')
      .select(['domain', 'reason'])
      .where('reason', 'like', '%@%')
      .execute()
    for (const { domain, ...texts } of domains) {
      const masked = maskedTexts(texts, addresses)
      if (masked)
        await db.updateTable('suppressed_domains').set(masked).where('domain', '=', domain).execute()
    }
  }

  return {
    /** In a transaction: locks these people until the end; returns the existing ones, with their address. */
    async lock(ids: readonly number[]): Promise<{ id: number; email: string; hash: string }[]> {
      if (ids.length === 0) return []
      return db
        .updateTable('subscribers')
        .set((eb) => ({ refusals: eb.ref('refusals') }))
        .where('id', 'in', ids)
        .returning(['id', 'email', 'hash'])
        .execute()
    },

    /** In a transaction: deletes people and all that names them; with `keepsConsent` its proof is kept, without a name. */
    async people(subscriberIds: readonly number[], { keepsConsent = false } = {}): Promise<void> {
      const people = await this.lock(subscriberIds)
      if (people.length === 0) return
      const ids = people.map(({ id }) => id)
      const addresses = [...people.map(({ email }) => email), ...(await formerAddresses(ids))]
      await deleteMessages(ids)
      await clearLedger(ids, addresses)
      await clearMessages(addresses)
      await clearAudit(addresses)
      await clearBulkActions(addresses)
      await clearSettings(addresses)
      await clearSuppressions(people)
      await clearSuppressionNotes(addresses)
      await eraseFromImports(db, people, keepsConsent)
      await forgetReplies(db, ids, addresses)
      await forgetFeedback(db, ids, addresses)
      if (!keepsConsent) await db.deleteFrom('sign_ups').where('subscription_id', 'in', ownOf(ids)).execute()
      await db.deleteFrom('reader_links').where('subscription_id', 'in', ownOf(ids)).execute()
      await db.deleteFrom('bulk_action_rows').where('subscriber_id', 'in', ids).execute()
      await db.deleteFrom('subscriptions').where('subscriber_id', 'in', ids).execute()
      await db.deleteFrom('reader_tags').where('subscriber_id', 'in', ids).execute()
      await db.deleteFrom('reader_notes').where('subscriber_id', 'in', ids).execute()
      await db.deleteFrom('warm_up_readers').where('subscriber_id', 'in', ids).execute()
      await db.deleteFrom('subscribers').where('id', 'in', ids).execute()
    },
  }
}

/** A row's texts that name one of the addresses, without it; null if none does. */
function maskedTexts<T extends Record<string, string | null>>(
  texts: T,
  addresses: readonly string[],
): Partial<T> | null {
  const changed = Object.entries(texts).flatMap(([column, text]) => {
    const masked = text === null ? null : maskedIn(text, addresses)
    return masked === text ? [] : [[column, masked]]
  })
  return changed.length === 0 ? null : (Object.fromEntries(changed) as Partial<T>)
}
