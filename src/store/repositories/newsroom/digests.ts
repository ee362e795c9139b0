import type { Kysely, Selectable } from 'kysely'
import type { CalendarDay, Digest, Schedule } from '../../../core/entities/newsroom.ts'
import { fromJson, toInstant, toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

type WrittenDigest = Omit<Digest, 'id' | 'createdAt' | 'schedule'> & {
  schedule: Omit<Schedule, 'calendar'> & { calendar?: CalendarDay[] | undefined }
}

export type DigestsStore = ReturnType<typeof digestsStore>

function digest(row: Selectable<Tables['digests']>): Digest {
  return {
    id: row.id,
    key: row.key,
    name: row.name,
    language: row.language,
    template: row.template,
    topics: fromJson<string[]>(row.topics),
    approval: row.approval === 'one' || row.approval === 'two' ? row.approval : 'auto',
    profileDays: row.profile_days,
    unknowns: row.unknowns === 'retry-once' ? 'retry-once' : 'hold',
    schedule: {
      days: fromJson<number[]>(row.days),
      hour: row.hour,
      cutoff: row.cutoff,
      timeZone: row.time_zone,
      catchUp: row.catch_up,
      calendar: fromJson<CalendarDay[]>(row.calendar),
    },
    createdAt: toInstant(row.created_at),
  }
}

/** Standing publications, by id and by key. */
export function digestsStore(db: Kysely<Tables>) {
  return {
    async list(): Promise<Digest[]> {
      return (await db.selectFrom('digests').selectAll().orderBy('id').execute()).map(digest)
    },

    async byKey(key: string): Promise<Digest | null> {
      const row = await db.selectFrom('digests').selectAll().where('key', '=', key).executeTakeFirst()
      return row ? digest(row) : null
    },

    async byId(id: number): Promise<Digest | null> {
      const row = await db.selectFrom('digests').selectAll().where('id', '=', id).executeTakeFirst()
      return row ? digest(row) : null
    },

    /** Writes a new digest or updates the one with its key, which keeps its calendar if none is given. False if nothing changed. */
    async put(next: WrittenDigest, at: Temporal.Instant): Promise<boolean> {
      const row = {
        name: next.name,
        language: next.language,
        template: next.template,
        topics: JSON.stringify(next.topics),
        approval: next.approval,
        profile_days: next.profileDays,
        unknowns: next.unknowns,
        days: JSON.stringify(next.schedule.days),
        hour: next.schedule.hour,
        cutoff: next.schedule.cutoff,
        time_zone: next.schedule.timeZone,
        catch_up: next.schedule.catchUp,
        ...(next.schedule.calendar && { calendar: JSON.stringify(next.schedule.calendar) }),
      }
      const columns = Object.keys(row) as (keyof typeof row)[]
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('digests')
        .values({ key: next.key, ...row, created_at: toMs(at) })
        .onConflict((c) =>
          c
            .column('key')
            .doUpdateSet(row)
            .where((eb) =>
              eb.or(
                columns.map((column) => eb(`digests.${column}`, 'is distinct from', row[column] ?? null)),
              ),
            ),
        )
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },

    /** Replaces the calendar that was read; false if somebody changed it meanwhile. */
    async changeCalendar(id: number, from: CalendarDay[], to: CalendarDay[]): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('digests')
        .set({ calendar: JSON.stringify(to) })
        .where('id', '=', id)
        .where('calendar', '=', JSON.stringify(from))
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
  }
}
