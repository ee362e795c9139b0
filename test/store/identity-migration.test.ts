import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { expect, test } from 'vitest'
import { migrations } from '../../src/store/migrations/migrations.ts'
import { storiesStore } from '../../src/store/repositories/stories/stories.ts'
import type { Tables } from '../../src/store/tables/tables.ts'

test('an existing story is recognised by the id that its source wrote', async () => {
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: new Database(':memory:') }) })
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations('sqlite') } })
  await migrator.migrateTo('0016-pace')
  const source = { name: 'Wire', kind: 'feed', location: 'x', section: 'news', language: 'en', weight: 1 }
  const made = { ...source, pictures: 'none', status: 'active', created_at: 1 } as never
  const { id } = await db.insertInto('sources').values(made).returning('id').executeTakeFirstOrThrow()
  const story = {
    source_id: id,
    guid: 'a',
    headline: 'Seals counted',
    summary: '',
    section: 'news',
    language: 'en',
    date_from: 'published',
    first_seen_at: 1,
    position: 0,
    declared_topics: '[]',
    declared_countries: '[]',
  } as never
  await db.insertInto('stories').values(story).execute()
  expect((await migrator.migrateToLatest()).error).toBeUndefined()
  expect(await storiesStore(db).under(id, ['a', 'b'])).toMatchObject([{ guid: 'a', itemId: 'a' }])
  await db.destroy()
})
