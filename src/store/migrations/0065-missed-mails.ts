import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Finds readers who joined, came back or chose their own days without reading the others. */
export const missedMailIndexes: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create index subscriptions_changed on subscriptions (digest_id, changed_at, id)`.execute(db)
    await sql`create index subscriptions_days on subscriptions (digest_id, days, id)
      where days is not null`.execute(db)
  },
}
