import { sql, type Kysely } from 'kysely'
import type { Account } from '../../../core/entities/account.ts'
import type { Grant } from '../../../core/entities/actor.ts'
import { fromJson, orInstant, orMs, toInstant, toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type AccountsStore = ReturnType<typeof accountsStore>

/** An address in the form for comparing, so that nobody has two accounts by writing it differently. */
const keyOf = (email: string): string => email.toLowerCase()

/** The people who sign in. */
export function accountsStore(db: Kysely<Tables>) {
  const selected = () =>
    db.selectFrom('accounts as a').select((eb) => [
      'a.id',
      'a.email',
      'a.name',
      'a.grants',
      'a.created_at',
      'a.disabled_at',
      'a.last_sign_in_at',
      sql<number>`case when a.password is null then 0 else 1 end`.as('has_password'),
      sql<number>`case when a.totp is null then 0 else 1 end`.as('has_totp'),
      eb
        .selectFrom('passkeys as p')
        .select((p) => p.fn.countAll<number>().as('count'))
        .whereRef('p.account_id', '=', 'a.id')
        .as('passkeys'),
    ])

  return {
    /** Returns its id, or null if the address has an account already. */
    async add(
      account: { email: string; name: string; grants: readonly Grant[] },
      at: Temporal.Instant,
    ): Promise<number | null> {
      const row = await db
        .insertInto('accounts')
        .values({
          email: account.email,
          email_key: keyOf(account.email),
          name: account.name,
          grants: JSON.stringify(account.grants),
          created_at: toMs(at),
        })
        .onConflict((c) => c.column('email_key').doNothing())
        .returning('id')
        .executeTakeFirst()
      return row?.id ?? null
    },

    async byId(id: number): Promise<Account | null> {
      const row = await selected().where('a.id', '=', id).executeTakeFirst()
      return row ? account(row) : null
    },

    /** Names by id, of existing accounts. */
    async names(ids: readonly number[]): Promise<Map<number, string>> {
      if (ids.length === 0) return new Map()
      const rows = await db.selectFrom('accounts').select(['id', 'name']).where('id', 'in', ids).execute()
      return new Map(rows.map(({ id, name }) => [id, name]))
    },

    async byEmail(email: string): Promise<Account | null> {
      const row = await selected().where('a.email_key', '=', keyOf(email)).executeTakeFirst()
      return row ? account(row) : null
    },

    /** By address. */
    async list(): Promise<Account[]> {
      return (await selected().orderBy('a.email_key').execute()).map(account)
    },

    async setGrants(id: number, grants: readonly Grant[]): Promise<void> {
      await db
        .updateTable('accounts')
        .set({ grants: JSON.stringify(grants) })
        .where('id', '=', id)
        .execute()
    },

    /** Disables it, or with null enables it; false if nothing changed. */
    async setDisabled(id: number, at: Temporal.Instant | null): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('accounts')
        .set({ disabled_at: orMs(at) })
        .where('id', '=', id)
        .where('disabled_at', at === null ? 'is not' : 'is', null)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    async noteSignIn(id: number, at: Temporal.Instant): Promise<void> {
      await db
        .updateTable('accounts')
        .set({ last_sign_in_at: toMs(at) })
        .where('id', '=', id)
        .execute()
    },
  }
}

function account(row: {
  id: number
  email: string
  name: string
  grants: string
  created_at: number
  disabled_at: number | null
  last_sign_in_at: number | null
  has_password: number
  has_totp: number
  passkeys: number | null
}): Account {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    grants: fromJson<Grant[]>(row.grants),
    createdAt: toInstant(row.created_at),
    disabledAt: orInstant(row.disabled_at),
    lastSignInAt: orInstant(row.last_sign_in_at),
    hasPassword: row.has_password === 1,
    hasTotp: row.has_totp === 1,
    passkeys: row.passkeys ?? 0,
  }
}
