import { PGlite } from '@electric-sql/pglite'
import Database from 'better-sqlite3'
import { Kysely, PGliteDialect, SqliteDialect, type Dialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { expect, test } from 'vitest'
import { migrations } from '../../src/store/migrations/migrations.ts'
import type { Tables } from '../../src/store/tables/tables.ts'

const dialects: [string, 'sqlite' | 'postgres', () => Promise<Dialect>][] = [
  ['SQLite', 'sqlite', async () => new SqliteDialect({ database: new Database(':memory:') })],
  [
    'PGlite',
    'postgres',
    async () => new PGliteDialect({ pglite: await PGlite.create({ parsers: { 20: Number, 1700: Number } }) }),
  ],
]

test.each(dialects)(
  'an unsubscription by link from before can be undone by the link, on %s',
  async (_, backend, open) => {
    const db = new Kysely<Tables>({ dialect: await open() })
    const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations(backend) } })
    await migrator.migrateTo('0016-pace')
    const digest = { key: 'd', name: 'D', language: 'en', template: 'digest', topics: '[]', approval: 'auto' }
    const schedule = { days: '[1]', hour: '07:00', cutoff: '06:00', time_zone: 'UTC', created_at: 0 }
    await db
      .insertInto('digests')
      .values({ ...digest, ...schedule })
      .execute()
    const statuses = ['unsubscribed', 'unsubscribed', 'active', 'unsubscribed'] as const
    for (const [at, status] of statuses.entries()) {
      await db
        .insertInto('subscribers')
        .values({ email: `${at}@x.example`, hash: `${at}`, name: null, created_at: 0 })
        .execute()
      const own = { subscriber_id: at + 1, digest_id: 1, status, topics: '[]', created_at: 0, changed_at: 9 }
      await db.insertInto('subscriptions').values(own).execute()
    }
    const entries = [
      [1, 'cli', 10],
      [1, 'subscriber:1', 20],
      [2, 'subscriber:2', 30],
      [2, 'cli', 40],
      [3, 'subscriber:3', 50],
    ] as const
    for (const [id, actor, at] of entries)
      await db
        .insertInto('audit')
        .values({ at, actor, action: 'unsubscribe', subject: `subscription:${id}`, detail: '{}' })
        .execute()
    expect((await migrator.migrateToLatest()).error).toBeUndefined()
    const rows = await db
      .selectFrom('subscriptions')
      .select(['id', 'ended_at', 'ended_link'])
      .orderBy('id')
      .execute()
    expect(rows).toEqual([
      { id: 1, ended_at: 20, ended_link: 1 },
      { id: 2, ended_at: 40, ended_link: null },
      { id: 3, ended_at: null, ended_link: null },
      { id: 4, ended_at: null, ended_link: null },
    ])
    await db.destroy()
  },
)
