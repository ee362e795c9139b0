import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { expect, test } from 'vitest'
import type { Profile } from '../../src/core/entities/newsroom.ts'
import { readProfileText } from '../../src/services/profiles/profile-file.ts'
import { migrations } from '../../src/store/migrations/migrations.ts'
import type { Tables } from '../../src/store/tables/tables.ts'

test('an existing profile gets a file with the same content', async () => {
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: new Database(':memory:') }) })
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations('sqlite') } })
  await migrator.migrateTo('0008-fingerprints')
  const old = {
    country: 'XA',
    name: 'North: "land"',
    overview: 'It has one plant.',
    link: 'https://example.org/xa',
    linkText: 'More',
    flag: { src: 'media/f', width: 3, height: 2 },
    reviewed: null,
  }
  await db
    .insertInto('profiles')
    .values({ country: 'XA', body: JSON.stringify(old) })
    .execute()
  expect((await migrator.migrateToLatest()).error).toBeUndefined()
  const { body } = await db.selectFrom('profiles').selectAll().executeTakeFirstOrThrow()
  const { flag, ...profile } = JSON.parse(body) as Profile
  expect(flag).toEqual(old.flag)
  expect(profile).toMatchObject({ name: old.name, overview: old.overview, reviewed: '2000-01-01' })
  expect(readProfileText(profile.markdown)).toEqual({ ok: true, profile })
  await db.destroy()
})
