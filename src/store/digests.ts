import type { Kysely, Selectable } from 'kysely'
import type { Digest } from '../core/newsroom.ts'
import { fromJson, toInstant, toMs } from './columns.ts'
import type { Tables } from './tables.ts'

export type DigestsStore = ReturnType<typeof digestsStore>

function digest(row: Selectable<Tables['digests']>): Digest {
  return {
    id: row.id,
    key: row.key,
    name: row.name,
    language: row.language,
    template: row.template,
    topics: fromJson<string[]>(row.topics),
    approval: row.approval === 'manual' ? 'manual' : 'auto',
    schedule: {
      days: fromJson<number[]>(row.days),
      hour: row.hour,
      cutoff: row.cutoff,
      timeZone: row.time_zone,
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

    async put(next: Omit<Digest, 'id' | 'createdAt'>, at: Temporal.Instant): Promise<void> {
      const row = {
        name: next.name,
        language: next.language,
        template: next.template,
        topics: JSON.stringify(next.topics),
        approval: next.approval,
        days: JSON.stringify(next.schedule.days),
        hour: next.schedule.hour,
        cutoff: next.schedule.cutoff,
        time_zone: next.schedule.timeZone,
      }
      await db
        .insertInto('digests')
        .values({ key: next.key, ...row, created_at: toMs(at) })
        .onConflict((c) => c.column('key').doUpdateSet(row))
        .execute()
    },
  }
}
