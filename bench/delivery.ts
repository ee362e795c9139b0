import { generateKeyPairSync } from 'node:crypto'
import Database from 'better-sqlite3'
import { createTransport } from 'nodemailer'
import { dkimSigner } from '../src/mail/dkim.ts'
import { openSigningThread } from '../src/mail/signing-thread.ts'
import { signingTransport } from '../src/mail/signing-transport.ts'
import { transportFromUrl } from '../src/mail/smtp.ts'
import type { Transport } from '../src/mail/transport.ts'
import { deliver } from '../src/services/sending/deliver.ts'
import { systemClock } from '../src/system.ts'
import type { Plant } from './delivery-fixture.ts'
import { openPlant, openSink, smtpSource } from './delivery-fixture.ts'

/**
 * Mails a second of a whole delivery: one process, ten connections, the ledger on a synced SQLite file; against Postfix's
 * `smtp-source -d` with mails of the same size, and a loop of nodemailer's `sendMail`; then signed by DKIM, and with
 * 2 ms more a commit, as on a slow disk. Takes `smtp-sink` and `smtp-source`, of Debian's package postfix.
 *
 *   node bench/delivery.ts [MAILS] [PAIRS]     (10,000 and 3 by default)
 */

const readers = Number(process.argv[2] ?? 10_000)
const pairs = Number(process.argv[3] ?? 3)
const loopMails = 500

interface Measure {
  perSecond: number
  /** Microseconds of this process a mail. */
  cpu: number
}

async function measured(mails: number, work: () => Promise<void>): Promise<Measure> {
  const cpu = process.cpuUsage()
  const begun = performance.now()
  await work()
  const seconds = (performance.now() - begun) / 1000
  const { user, system } = process.cpuUsage(cpu)
  return { perSecond: mails / seconds, cpu: (user + system) / mails }
}

async function delivered(
  plant: Plant,
  port: number,
  way = (plain: Transport) => plain,
): Promise<Measure & { bytes: number }> {
  const edition = await plant.edition()
  const { house } = plant
  const transport = async () => way(transportFromUrl(`smtp://127.0.0.1:${port}`, { allowPlain: true }))
  const measure = await measured(readers, async () => {
    const { counts } = await deliver({ ...house, mail: { ...house.mail, transport } }, edition)
    if (counts.sent !== readers) throw new Error(`not all were sent: ${JSON.stringify(counts)}`)
  })
  const rows = await house.store.deliveries.list({ editionId: edition.id, status: 'sent', count: 500 })
  const bodies = await Promise.all(
    rows.map(({ variant }) => house.store.contents.variant(edition.id, variant ?? '')),
  )
  const sizes = bodies.map((body) => (JSON.parse(body ?? '{}') as { bytes?: number }).bytes ?? 0)
  return { ...measure, bytes: Math.round(sizes.reduce((sum, size) => sum + size, 0) / sizes.length) }
}

/** What most programs do: HTML and text to `sendMail`, one mail after the other in a pool of ten. */
async function loop(port: number, bytes: number): Promise<Measure> {
  const pool = createTransport({ host: '127.0.0.1', port, pool: true, maxConnections: 10, ignoreTLS: true })
  const html = `<p>${'All the news of the day, in lines. '.repeat(Math.round((bytes * 0.7) / 35))}</p>`
  const text = 'All the news of the day, in lines. '.repeat(Math.round((bytes * 0.25) / 35))
  const mail = { from: 'desk@example.org', to: 'reader@example.org', subject: 'The day', html, text }
  const measure = await measured(loopMails, async () => {
    await Promise.all(Array.from({ length: loopMails }, () => pool.sendMail(mail)))
  })
  pool.close()
  return measure
}

let moreForCommit = 0
const pause = new Int32Array(new SharedArrayBuffer(4))

type Prepare = (this: Database.Database, text: string) => Database.Statement

/** Lets every commit block for `moreForCommit` milliseconds more, as a slower disk would. */
function slowCommits(): void {
  const driver = Database.prototype as { prepare: Prepare }
  const { prepare } = driver
  driver.prepare = function (text) {
    const statement = prepare.call(this, text)
    if (!/^commit/i.test(text)) return statement
    const run = statement.run.bind(statement)
    statement.run = (...values) => {
      if (moreForCommit > 0) Atomics.wait(pause, 0, 0, moreForCommit)
      return run(...values)
    }
    return statement
  }
}

const beside = (name: string, ours: Measure, source: number) =>
  `${name}: ${Math.round(ours.perSecond)}/s, ${Math.round(ours.cpu)} µs of CPU a mail; smtp-source -d ${Math.round(source)}/s (×${(ours.perSecond / source).toFixed(2)})`

slowCommits()
const key = {
  domain: 'example.org',
  selector: 'bench',
  key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
}
const thread = openSigningThread()
const plant = await openPlant(readers)
const sink = await openSink()
try {
  for (let pair = 1; pair <= pairs; pair++) {
    const ours = await delivered(plant, sink.port)
    const source = smtpSource(sink.port, readers, ours.bytes)
    const usual = await loop(sink.port, ours.bytes)
    console.log(
      `${beside(`${readers} mails of ${ours.bytes} bytes`, ours, source)}; sendMail in a pool ${Math.round(usual.perSecond)}/s, ${Math.round(usual.cpu)} µs (×${(ours.perSecond / usual.perSecond).toFixed(1)})`,
    )
    const signed = await delivered(plant, sink.port, (way) =>
      signingTransport(way, dkimSigner(key, thread, systemClock)),
    )
    console.log(beside('  with DKIM', signed, source))
    moreForCommit = 2
    console.log(beside('  2 ms more a commit', await delivered(plant, sink.port), source))
    moreForCommit = 0
  }
} finally {
  await thread.close()
  sink.close()
  await plant.drop()
}
