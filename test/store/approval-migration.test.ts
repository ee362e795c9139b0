import { PGlite } from '@electric-sql/pglite'
import Database from 'better-sqlite3'
import { Kysely, PGliteDialect, sql, SqliteDialect, type Dialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { expect, test } from 'vitest'
import { blocksHash } from '../../src/services/editions/blocks-hash.ts'
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

test.each(dialects)('an edition approved before can still be sent, on %s', async (_, backend, open) => {
  const db = new Kysely<Tables>({ dialect: await open() })
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations(backend) } })
  await migrator.migrateTo('0022-notes')
  await sql`insert into digests (key, name, language, template, topics, approval, days, hour, cutoff, time_zone, created_at)
    values ('d', 'D', 'en', 'digest', '[]', 'manual', '[1]', '07:00', '06:00', 'UTC', 0)`.execute(db)
  await sql`insert into editions (digest_id, date, number, status, revision, opens_at, frozen_at, due_at, created_at, approved_at)
    values (1, '2026-11-16', 0, 'sending', 3, 0, 1, 2, 1, 2), (1, '2026-11-17', 0, 'draft', 1, 0, 1, 2, 1, null)`.execute(
    db,
  )
  const block = (key: string, html = '<p>x</p>') => ({ key, html, text: '', size: html.length })
  const blocks = [block('masthead'), block('story:2', '<b>y</b>')]
  await db
    .insertInto('blocks')
    .values([
      { edition_id: 1, revision: 2, ...block('old') },
      ...blocks.map((one) => ({ edition_id: 1, revision: 3, ...one })),
    ])
    .execute()
  expect((await migrator.migrateToLatest()).error).toBeUndefined()
  const rows = await db
    .selectFrom('editions')
    .select(['approved_revision', 'approved_hash', 'approved_audience', 'approved_due_at'])
    .orderBy('id')
    .execute()
  expect(rows).toEqual([
    {
      approved_revision: 3,
      approved_hash: blocksHash(blocks),
      approved_audience: 'digest',
      approved_due_at: 2,
    },
    { approved_revision: null, approved_hash: null, approved_audience: null, approved_due_at: null },
  ])
  expect(await db.selectFrom('digests').select('approval').execute()).toEqual([{ approval: 'one' }])
  await db.destroy()
})
