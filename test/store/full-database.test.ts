import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import { sqliteDialect } from '../../src/store/dialect/sqlite.ts'

test('a full database reports it, and keeps its content', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'daywire-test-'))
  const db = new Kysely<{ kept: { text: string } }>({ dialect: sqliteDialect(join(folder, 'full.db')) })
  await sql`create table kept (text text)`.execute(db)
  await db.insertInto('kept').values({ text: 'before' }).execute()
  await sql`pragma max_page_count = 10`.execute(db)
  await sql`pragma cache_size = 1`.execute(db)
  const full = db.transaction().execute(async (tx) => {
    for (let row = 0; row < 20; row += 1)
      await tx
        .insertInto('kept')
        .values({ text: 'x'.repeat(8_000) })
        .execute()
  })
  await expect(full).rejects.toThrow('full')
  expect(await db.selectFrom('kept').selectAll().execute()).toEqual([{ text: 'before' }])
  await db.destroy()
  await rm(folder, { recursive: true })
})
