import { sql, type RawBuilder } from 'kysely'

/** Whether a reader gets the editions of a warm-up; with null there is none, so all do. */
export function isAdmitted(subscriber: RawBuilder<unknown>, warmUpId: number | null): RawBuilder<boolean> {
  return warmUpId === null
    ? sql<boolean>`1 = 1`
    : sql<boolean>`exists (select 1 from warm_up_readers w
        where w.subscriber_id = ${subscriber} and w.warm_up_id = ${sql.lit(warmUpId)})`
}
