import type { Kysely } from 'kysely'
import type { Tables } from '../../tables/tables.ts'

export type TestAddressesStore = ReturnType<typeof testAddressesStore>

/** Usual recipients of a digest's test e-mails. */
export function testAddressesStore(db: Kysely<Tables>) {
  return {
    /** In alphabetical order. */
    async of(digestId: number): Promise<string[]> {
      const rows = await db
        .selectFrom('test_addresses')
        .select('email')
        .where('digest_id', '=', digestId)
        .execute()
      return rows.map(({ email }) => email).toSorted()
    },

    /** Replaces the existing ones. */
    async replace(digestId: number, emails: readonly string[]): Promise<void> {
      await db.deleteFrom('test_addresses').where('digest_id', '=', digestId).execute()
      if (emails.length === 0) return
      await db
        .insertInto('test_addresses')
        .values(emails.map((email) => ({ digest_id: digestId, email })))
        .execute()
    },
  }
}
