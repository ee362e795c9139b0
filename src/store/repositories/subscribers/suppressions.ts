import { sql, type Kysely } from 'kysely'
import type { InForce, Suppression, SuppressionProof } from '../../../core/entities/suppression.ts'
import { toInstant, toMs, type Backend } from '../../columns.ts'
import { isNotSuppressed, suppressedDomain } from '../../suppressed-domain.ts'
import type { SuppressionsTable } from '../../tables/subscribers.ts'
import type { Tables } from '../../tables/tables.ts'

export type SuppressionsStore = ReturnType<typeof suppressionsStore>

/** Suppressed addresses, by their keyed hash, and why. */
export function suppressionsStore(db: Kysely<Tables>, backend: Backend) {
  const selected = () =>
    db
      .selectFrom('suppressions')
      .leftJoin('subscribers', 'subscribers.hash', 'suppressions.hash')
      .selectAll('suppressions')
      .select(['subscribers.email', isErased])

  return {
    /** False if the address is suppressed already; its reason then stays, and the suppression is no longer lifted by undoing a list. */
    async add(
      hash: string,
      reason: string,
      at: Temporal.Instant,
      actor: string | null = null,
    ): Promise<boolean> {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('suppressions')
        .values({ hash, reason, created_at: toMs(at), actor })
        .onConflict((c) => c.column('hash').doNothing())
        .executeTakeFirst()
      if (numInsertedOrUpdatedRows === 1n) return true
      await this.keep(hash)
      return false
    },

    /** Links the report that caused it. */
    async prove(hash: string, reportId: number): Promise<void> {
      await db
        .updateTable('suppressions')
        .set({ feedback_id: reportId })
        .where('hash', '=', hash)
        .where('feedback_id', 'is', null)
        .execute()
    },

    /** Records that there is another reason for it than the list that added it, so that undoing the list does not lift it. */
    async keep(hash: string): Promise<void> {
      await db
        .updateTable('suppressions')
        .set({ import_id: null })
        .where('hash', '=', hash)
        .where('import_id', 'is not', null)
        .execute()
    },

    /** False if the address was not suppressed. */
    async lift(hash: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('suppressions')
        .where('hash', '=', hash)
        .executeTakeFirst()
      return numDeletedRows === 1n
    },

    async of(hash: string): Promise<Suppression | null> {
      const row = await selected().where('suppressions.hash', '=', hash).executeTakeFirst()
      return row ? suppression(row) : null
    },

    /** Why an address gets no e-mail, its own suppression before that of its domain; null if it may. */
    async inForce(hash: string, email: string): Promise<InForce | null> {
      const own = await this.of(hash)
      if (own) return { reason: own.reason, at: own.at, domain: null, reportId: own.proof.reportId }
      return this.ofDomain(email)
    },

    /** The same for its domain only. */
    async ofDomain(email: string): Promise<InForce | null> {
      const row = await db
        .selectFrom('suppressed_domains')
        .select(['domain', 'reason', 'created_at'])
        .where('domain', '=', suppressedDomain(backend, sql`cast(${email} as text)`))
        .executeTakeFirst()
      return row
        ? { reason: row.reason, at: toInstant(row.created_at), domain: row.domain, reportId: null }
        : null
    },

    /** Which of these subscribers have a suppressed address, or one at a suppressed domain. */
    async among(subscriberIds: number[]): Promise<Set<number>> {
      if (subscriberIds.length === 0) return new Set()
      const rows = await db
        .selectFrom('subscribers as b')
        .select('b.id')
        .where('b.id', 'in', subscriberIds)
        .where(sql<boolean>`not ${isNotSuppressed(backend)}`)
        .execute()
      return new Set(rows.map(({ id }) => id))
    },

    /** A page of them, oldest first, after one. */
    async page(after: Suppression | null, count: number): Promise<Suppression[]> {
      let query = selected()
      if (after)
        query = query.where((eb) => {
          const at = eb.ref('suppressions.created_at')
          const since = toMs(after.at)
          return eb.or([eb(at, '>', since), eb(at, '=', since).and('suppressions.hash', '>', after.hash)])
        })
      const rows = await query
        .orderBy('suppressions.created_at')
        .orderBy('suppressions.hash')
        .limit(count)
        .execute()
      return rows.map(suppression)
    },
  }
}

/** Whether a person is stored only as having left, which is not so if there is a subscriber with that address. */
const isErased = sql<number>`case when subscribers.id is null and exists (
  select 1 from leavers l where l.hash = suppressions.hash) then 1 else 0 end`.as('erased')

export function suppression(
  row: Omit<SuppressionsTable, 'import_id'> & { email: string | null; erased: number },
): Suppression {
  const proof: SuppressionProof = { actor: row.actor, reportId: row.feedback_id, importId: row.list_id }
  return {
    hash: row.hash,
    reason: row.reason,
    at: toInstant(row.created_at),
    email: row.email,
    isErased: row.erased === 1,
    proof,
  }
}
