import { monitorEventLoopDelay } from 'node:perf_hooks'
import Database from 'better-sqlite3'
import type { Transport } from '../src/mail/outgoing/transport.ts'
import { deliver } from '../src/services/sending/delivery/deliver.ts'
import { fanOut } from '../src/services/sending/delivery/fan-out.ts'
import { openDeliveryFixture } from './kit/delivery-fixture.ts'

/**
 * A list of a million on a synced SQLite file: how long its fan-out takes and blocks the process, and how much the sender's memory grows
 * from 10,000 e-mails to the end. E-mails are made and marked as always; the server is one that answers at once. `npm run bench:million --
 * 200000 50000` uses fewer readers, and sends only to the first 50,000.
 */

const readers = Number(process.argv[2] ?? 1_000_000)
const sent = Number(process.argv[3] ?? readers)

const megabytes = () => Math.round(process.memoryUsage().rss / 1_000_000)

function addReaders(file: string): void {
  const database = new Database(file)
  database.exec(`
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ${readers})
    insert into subscribers (email, hash, created_at) select 'reader' || i || '@mail' || (i % 50) || '.example.org', 'bench' || i, 0 from n;
    insert into subscriptions (subscriber_id, digest_id, status, topics, created_at, changed_at)
      select id, (select min(id) from digests), 'active', case id % 3 when 0 then '[]' when 1 then '["nuclear"]' else '["missiles"]' end, 0, 0
      from subscribers where hash like 'bench%';`)
  database.close()
}

/** Answers 250 to every e-mail, and reports each. */
function instant(report: () => void): Transport {
  return {
    describes: 'nowhere',
    close: async () => undefined,
    open: async () => ({
      usable: true,
      quit: async () => undefined,
      async send(mail) {
        await mail.body()
        if (!(await mail.beforeBody())) return { outcome: 'withdrawn' }
        report()
        return { outcome: 'sent', reply: '250 ok' }
      },
    }),
  }
}

const fixture = await openDeliveryFixture(1)
try {
  const { context } = fixture
  const edition = await fixture.edition()
  addReaders(fixture.file)
  await context.store.fanOuts.reach(edition.id, 0)
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const begun = performance.now()
  const before = process.cpuUsage()
  await fanOut(context, edition.id)
  delay.disable()
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  const used = process.cpuUsage(before)
  const busy = ((used.user + used.system) / 1e6).toFixed(1)
  console.log(
    `fan-out of ${readers}: ${seconds} s, ${busy} s of CPU, the loop blocked for ${Math.round(delay.max / 1e6)} ms at most`,
  )
  const stop = new AbortController()
  const memory = { early: 0, most: 0 }
  let mails = 0
  const transport = async () =>
    instant(() => {
      mails += 1
      if (mails === 10_000) memory.early = megabytes()
      if (mails % 1_000 === 0) memory.most = Math.max(memory.most, megabytes())
      if (mails === sent) stop.abort()
    })
  const cpu = process.cpuUsage()
  await deliver({ ...context, mail: { ...context.mail, transport } }, edition, stop.signal)
  const { user, system } = process.cpuUsage(cpu)
  console.log(
    `${mails} e-mails: ${Math.round((user + system) / mails)} µs of CPU per e-mail; ${memory.early} MB after 10,000, ${memory.most} MB at most`,
  )
} finally {
  await fixture.drop()
}
