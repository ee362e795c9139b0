import { createHmac } from 'node:crypto'
import { createReadStream } from 'node:fs'
import Database from 'better-sqlite3'
import { parse } from 'csv-parse'
import pg from 'pg'

/** The minimum that a list takes: csv-parse into a bare table with a unique index over a keyed hash, a commit for each thousand rows. */
const [file = '', url = ''] = process.argv.slice(2)
const atOnce = 1000
const hashOf = (email: string): string =>
  createHmac('sha256', 'key').update(email.toLowerCase()).digest('hex').slice(0, 32)
const table =
  'create table people (id integer primary key, email text not null, hash text not null unique, name text, topics text, days text, hour text, time_zone text)'
type Row = (string | undefined)[]

async function* batches(): AsyncGenerator<Row[]> {
  let rows: Row[] = []
  for await (const [email = '', ...rest] of createReadStream(file).pipe(
    parse({ from_line: 2 }),
  ) as AsyncIterable<string[]>) {
    rows.push([email, hashOf(email), ...rest])
    if (rows.length < atOnce) continue
    yield rows
    rows = []
  }
  yield rows
}

async function intoSqlite(path: string): Promise<void> {
  const database = new Database(path)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec(table)
  const add = database.prepare(
    'insert into people (email, hash, name, topics, days, hour, time_zone) values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing',
  )
  const addAll = database.transaction((rows: Row[]) => rows.forEach((row) => add.run(row)))
  for await (const rows of batches()) addAll(rows)
  database.close()
}

async function intoPostgres(): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(
    table.replace('id integer primary key', 'id bigint generated always as identity primary key'),
  )
  for await (const rows of batches()) {
    if (rows.length === 0) continue
    const places = rows.map((_, row) => `(${[1, 2, 3, 4, 5, 6, 7].map((n) => `$${row * 7 + n}`).join(',')})`)
    await client.query(
      `insert into people (email, hash, name, topics, days, hour, time_zone) values ${places.join(',')} on conflict do nothing`,
      rows.flat(),
    )
  }
  await client.end()
}

await (url.startsWith('sqlite:') ? intoSqlite(url.slice('sqlite:'.length)) : intoPostgres())
