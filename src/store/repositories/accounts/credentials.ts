import type { Kysely } from 'kysely'
import type { Passkey } from '../../../core/entities/account.ts'
import { orInstant, toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type CredentialsStore = ReturnType<typeof credentialsStore>

/** Passwords as hashes, secrets of authenticator apps sealed, recovery codes as hashes. */
export function credentialsStore(db: Kysely<Tables>) {
  return {
    /** Null if the account has none, or does not exist. */
    async password(accountId: number): Promise<string | null> {
      const row = await db
        .selectFrom('accounts')
        .select('password')
        .where('id', '=', accountId)
        .executeTakeFirst()
      return row?.password ?? null
    },

    async setPassword(accountId: number, hash: string): Promise<void> {
      await db.updateTable('accounts').set({ password: hash }).where('id', '=', accountId).execute()
    },

    async totp(accountId: number): Promise<string | null> {
      const row = await db
        .selectFrom('accounts')
        .select('totp')
        .where('id', '=', accountId)
        .executeTakeFirst()
      return row?.totp ?? null
    },

    /** With the step of the code that proved that the app has the secret. */
    async setTotp(accountId: number, sealed: string, step: number): Promise<void> {
      await db
        .updateTable('accounts')
        .set({ totp: sealed, totp_step: step })
        .where('id', '=', accountId)
        .execute()
    },

    /** Accepts the code of a time step; false if that or a later one was accepted before. */
    async takeStep(accountId: number, step: number): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('accounts')
        .set({ totp_step: step })
        .where('id', '=', accountId)
        .where('totp_step', '<', step)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** Uses up a recovery code; false if it does not exist, or was used before. */
    async takeRecoveryCode(accountId: number, hash: string, at: Temporal.Instant): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('recovery_codes')
        .set({ used_at: toMs(at) })
        .where('account_id', '=', accountId)
        .where('hash', '=', hash)
        .where('used_at', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** Replaces the existing ones. */
    async setRecoveryCodes(accountId: number, hashes: string[]): Promise<void> {
      await db.deleteFrom('recovery_codes').where('account_id', '=', accountId).execute()
      if (hashes.length > 0)
        await db
          .insertInto('recovery_codes')
          .values(hashes.map((hash) => ({ account_id: accountId, hash })))
          .execute()
    },

    async recoveryCodesLeft(accountId: number): Promise<number> {
      const row = await db
        .selectFrom('recovery_codes')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('account_id', '=', accountId)
        .where('used_at', 'is', null)
        .executeTakeFirstOrThrow()
      return row.count
    },

    /** Deletes app, recovery codes and passkeys; the password stays. */
    async resetFactors(accountId: number): Promise<void> {
      await db.updateTable('accounts').set({ totp: null }).where('id', '=', accountId).execute()
      await db.deleteFrom('recovery_codes').where('account_id', '=', accountId).execute()
      await db.deleteFrom('passkeys').where('account_id', '=', accountId).execute()
    },

    async passkey(id: string): Promise<(Passkey & { accountId: number }) | null> {
      const row = await db.selectFrom('passkeys').selectAll().where('id', '=', id).executeTakeFirst()
      return row ? { ...passkey(row), accountId: row.account_id } : null
    },

    /** Of one account, oldest first. */
    async passkeys(accountId: number): Promise<Passkey[]> {
      const rows = await db
        .selectFrom('passkeys')
        .selectAll()
        .where('account_id', '=', accountId)
        .orderBy('created_at')
        .orderBy('id')
        .execute()
      return rows.map(passkey)
    },

    /** False if it exists already. */
    async addPasskey(accountId: number, added: Passkey, at: Temporal.Instant): Promise<boolean> {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('passkeys')
        .values({
          id: added.id,
          account_id: accountId,
          name: added.name,
          public_key: added.publicKey,
          counter: added.counter,
          transports: added.transports.join(' '),
          created_at: toMs(at),
        })
        .onConflict((c) => c.column('id').doNothing())
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },

    /** Records its use; false if its counter shows that it was used since, such as by a copy. */
    async notePasskey(id: string, before: number, counter: number, at: Temporal.Instant): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('passkeys')
        .set({ counter, used_at: toMs(at) })
        .where('id', '=', id)
        .where('counter', '=', before)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    async removePasskey(accountId: number, id: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('passkeys')
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .executeTakeFirst()
      return numDeletedRows === 1n
    },
  }
}

function passkey(row: {
  id: string
  name: string
  public_key: string
  counter: number
  transports: string
  created_at: number
  used_at: number | null
}): Passkey {
  return {
    id: row.id,
    name: row.name,
    publicKey: row.public_key,
    counter: row.counter,
    transports: row.transports.split(' ').filter(Boolean),
    createdAt: orInstant(row.created_at),
    usedAt: orInstant(row.used_at),
  }
}
