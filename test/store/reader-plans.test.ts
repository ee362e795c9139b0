import { type CompiledQuery, Kysely } from 'kysely'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { allReaders, type ReaderFilter } from '../../src/core/entities/readers/reader-filter.ts'
import { readersStore } from '../../src/store/queries/readers/readers.ts'
import { postgresDialect } from '../../src/store/dialect/postgres.ts'
import type { Tables } from '../../src/store/tables/tables.ts'
import { at, withDigest } from './cast.ts'
import { dialects, type TestDatabase } from './dialects.ts'

const now = at('2026-11-20T12:00Z')
const readers = 20_000

interface Node {
  'Relation Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  Plans?: Node[]
}

/** The rows of tables that a plan has read. */
const rowsRead = (node: Node): number =>
  (node['Relation Name']
    ? (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
    : 0) + (node.Plans ?? []).reduce((sum, one) => sum + rowsRead(one), 0)

describe.each(dialects)('the plan of a page of readers on $name', ({ name, open }) => {
  let home: TestDatabase
  let base: ReaderFilter
  let client: pg.Client
  let db: Kysely<Tables>
  const asked: CompiledQuery[] = []

  beforeEach(async () => {
    home = await open()
    base = allReaders((await withDigest(home.store)).id)
    await home.execute(`
      insert into subscribers (id, email, hash, flags, created_at)
        select i, 'r' || i || case when i % 2 = 0 then '@big.example.org' else '@d' || i % 50 || '.example.com' end, 'h' || i, 0, 0
        from generate_series(1, ${readers}) i;
      insert into subscriptions (id, subscriber_id, digest_id, status, topics, created_at, changed_at)
        select i, i, ${base.digestId}, 'active', '[]', 0, 0 from generate_series(1, ${readers}) i;
      insert into mail_domains (domain, verdict, asked_at, next_ask_at)
        select 'd' || i || '.example.com', case when i % 10 = 1 then 'no-mail' else 'mail' end, 0, 0 from generate_series(1, 49, 2) i;
      insert into mail_domains (domain, verdict, asked_at, next_ask_at) values ('big.example.org', 'no-mail', 0, 0);
      analyze`)
    const url = home.url ?? ''
    asked.length = 0
    db = new Kysely({ dialect: postgresDialect(url), log: ({ query }) => void asked.push(query) })
    client = new pg.Client({ connectionString: url })
    await client.connect()
  })
  afterEach(async () => {
    await client.end()
    await db.destroy()
    await home.drop()
  })

  /** The rows that the database reads for one. */
  const read = async (change: Partial<ReaderFilter>): Promise<number> => {
    const page = await readersStore(db, 'postgres').page({ ...base, ...change }, now, null, 50)
    expect(page.rows).toHaveLength(50)
    let sum = 0
    for (const { sql, parameters } of asked) {
      const { rows } = await client.query(`explain (analyze, format json) ${sql}`, [...parameters])
      sum += rowsRead(rows[0]['QUERY PLAN'][0].Plan)
    }
    return sum
  }
  const suppress = (domain: string) =>
    home.execute(`insert into suppressed_domains (domain, subdomains, reason, created_at, actor)
      values ('${domain}', 0, 'gone', 0, 'x')`)

  test
    .skipIf(name !== 'PostgreSQL')
    .each<[name: string, change: Partial<ReaderFilter>, suppressed: string | null]>([
      ['at a domain without e-mail', { flag: 'no-mail' }, null],
      ['who get e-mails', { flag: 'no-mail', state: 'mailed' }, null],
      ['who get e-mails, beside a suppressed domain', { flag: 'no-mail', state: 'mailed' }, 'd7.example.com'],
      [
        'who get e-mails, behind the readers of a suppressed one',
        { flag: 'no-mail', state: 'mailed' },
        'big.example.org',
      ],
      ['of a suppressed domain', { state: 'suppressed' }, 'd7.example.com'],
      ['of a suppressed domain of many', { state: 'suppressed' }, 'big.example.org'],
    ])('%s is read without reading all of them', async (_, change, suppressed) => {
    if (suppressed) await suppress(suppressed)
    expect(await read(change)).toBeLessThan(readers / 3)
  })
})
