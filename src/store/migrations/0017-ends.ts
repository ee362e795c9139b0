import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** When a subscription ended and by whose link, so that a link undoes only its own unsubscribe; suppressions by age. */
export const endColumns: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('subscriptions').addColumn('ended_at', 'bigint').execute()
    await db.schema.alterTable('subscriptions').addColumn('ended_link', 'bigint').execute()
    // Until now a subscriber's own link was the only way to be the actor of an `unsubscribe`.
    await sql`update subscriptions set ended_at = last.at,
        ended_link = case when last.actor like 'subscriber:%' then subscriptions.id end
      from (select a.subject, a.at, a.actor from audit a join (
        select max(id) as id from audit where action = 'unsubscribe' group by subject) newest on newest.id = a.id) last
      where last.subject = 'subscription:' || cast(subscriptions.id as text) and subscriptions.status = 'unsubscribed'`.execute(
      db,
    )
    await db.schema
      .createIndex('suppressions_age')
      .on('suppressions')
      .columns(['created_at', 'hash'])
      .execute()
  },
}
