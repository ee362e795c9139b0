import type { Kysely } from 'kysely'
import { toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

/** Tokens of reports by HTTP, each valid for one body. */
export function hookTokensStore(db: Kysely<Tables>) {
  return {
    /** Records it: `new`, `same` if it came with this body before, `other` if it came with another. */
    async take(token: string, body: string, at: Temporal.Instant): Promise<'new' | 'same' | 'other'> {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('hook_tokens')
        .values({ token, body, received_at: toMs(at) })
        .onConflict((c) => c.column('token').doNothing())
        .executeTakeFirst()
      if (numInsertedOrUpdatedRows === 1n) return 'new'
      const known = await db
        .selectFrom('hook_tokens')
        .select('body')
        .where('token', '=', token)
        .executeTakeFirst()
      return known?.body === body ? 'same' : 'other'
    },

    async countBefore(before: Temporal.Instant): Promise<number> {
      const { count } = await db
        .selectFrom('hook_tokens')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('received_at', '<', toMs(before))
        .executeTakeFirstOrThrow()
      return count
    },

    async deleteBefore(before: Temporal.Instant): Promise<number> {
      const { numDeletedRows } = await db
        .deleteFrom('hook_tokens')
        .where('received_at', '<', toMs(before))
        .executeTakeFirst()
      return Number(numDeletedRows)
    },
  }
}
