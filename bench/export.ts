import { createWriteStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import { commandActor } from '../src/core/entities/actor.ts'
import { allReaders } from '../src/core/entities/readers/reader-filter.ts'
import { exportFormats, exportReaders } from '../src/services/subscribers/exporting/export-readers.ts'
import { testNewsroom } from '../test/services/newsroom.ts'
import { dialects } from '../test/store/dialects.ts'
import { timed } from './kit/timings.ts'

/**
 * Exports a list of a million from a SQLite file, beside a bare SELECT of the same columns whose rows are written to a file: at most three
 * times that, with constant memory. `npm run bench:export -- --rows 200000` uses fewer readers.
 */

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } })
const rows = Number(values.rows)

const [sqlite] = dialects
const home = await sqlite!.open()
const room = await testNewsroom(home)
const file = join(home.folder, 'test.db')
const out = join(home.folder, 'export')

function addReaders(): void {
  const database = new Database(file)
  database.exec(`
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ${rows})
    insert into subscribers (email, hash, name, created_at)
      select 'reader' || i || '@mail' || (i % 50) || '.example.org', 'bench' || i, case i % 3 when 0 then 'Reader "' || i || '"' end, 1790000000000 + i from n;
    insert into subscriptions (subscriber_id, digest_id, status, topics, created_at, changed_at)
      select id, ${room.digest.id}, case id % 20 when 0 then 'unsubscribed' else 'active' end,
        case id % 3 when 0 then '[]' when 1 then '["nuclear"]' else '["missiles"]' end, created_at, created_at from subscribers;
    insert into sign_ups (subscription_id, choices, form, requested_at, requested_ip, confirmed_at, confirmed_ip)
      select id, '{}', 'v1', created_at, '203.0.113.9', created_at, '203.0.113.9' from subscriptions where id % 2 = 0;
    insert into tags (id, name, key, created_at) values (1, 'ministries', 'ministries', 0);
    insert into reader_tags (tag_id, subscriber_id, added_at) select 1, id, 0 from subscribers where id % 10 = 0;`)
  database.close()
}

/** The same columns, as stored. */
const bare = `select b.email, b.name, s.topics, s.days, s.hour, s.time_zone, s.status, s.ended_at, x.reason,
    u.confirmed_at, u.confirmed_ip, u.form, s.paused_until, s.created_at,
    (select group_concat(t.name, ';') from reader_tags r join tags t on t.id = r.tag_id where r.subscriber_id = b.id) as tags
  from subscriptions s join subscribers b on b.id = s.subscriber_id left join suppressions x on x.hash = b.hash
    left join sign_ups u on u.id = (select max(id) from sign_ups where subscription_id = s.id and confirmed_at is not null)`

async function selectToFile(): Promise<void> {
  const database = new Database(file, { readonly: true })
  const lines = function* () {
    for (const row of database.prepare(bare).raw().iterate()) yield `${(row as unknown[]).join(',')}\n`
  }
  await pipeline(Readable.from(lines()), createWriteStream(out))
  database.close()
}

const mostMemory = { bytes: 0 }
async function exported(format: (typeof exportFormats)[number]): Promise<void> {
  const asked = { digest: room.digest, filter: allReaders(room.digest.id), format }
  const pieces = async function* () {
    for await (const piece of exportReaders(room.app.context, asked, commandActor)) {
      mostMemory.bytes = Math.max(mostMemory.bytes, process.memoryUsage().rss)
      yield piece
    }
  }
  await pipeline(Readable.from(pieces()), createWriteStream(out))
}

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`

/** Milliseconds of wall clock and of CPU time: other work on the machine makes the first longer. */
async function measured(work: () => Promise<void>): Promise<{ took: number; computed: number }> {
  const before = process.cpuUsage()
  const took = await timed(work)
  const { user, system } = process.cpuUsage(before)
  return { took, computed: (user + system) / 1000 }
}

try {
  addReaders()
  const reference = await measured(selectToFile)
  console.log(
    `${rows} rows by SELECT to a file: ${seconds(reference.took)}, ${seconds(reference.computed)} of CPU`,
  )
  const before = process.memoryUsage().rss
  for (const format of exportFormats) {
    mostMemory.bytes = 0
    const { took, computed } = await measured(() => exported(format))
    const { size } = await stat(out)
    const times = (took / reference.took).toFixed(2)
    const cpu = (computed / reference.computed).toFixed(2)
    const more = Math.round((mostMemory.bytes - before) / 1e6)
    console.log(
      `as ${format}: ${seconds(took)}, ${times} × the SELECT (bar 3), ${cpu} × its CPU, ${Math.round(size / 1e6)} MB; ${more} MB of memory more than before`,
    )
  }
} finally {
  await rm(out, { force: true })
  await room.close()
}
