import { generateKeyPairSync } from 'node:crypto'
import Database from 'better-sqlite3'
import { dkimSigner } from '../src/mail/dkim/dkim.ts'
import { openSigningThread } from '../src/mail/dkim/signing-thread.ts'
import { signingTransport } from '../src/mail/dkim/signing-transport.ts'
import { transportFromUrl } from '../src/mail/outgoing/smtp.ts'
import type { Transport } from '../src/mail/outgoing/transport.ts'
import { preview } from '../src/services/editions/viewing/preview/preview.ts'
import { deliver } from '../src/services/sending/delivery/deliver.ts'
import { systemClock } from '../src/system.ts'
import type { DeliveryFixture } from './kit/delivery-fixture.ts'
import { openDeliveryFixture } from './kit/delivery-fixture.ts'
import {
  measured,
  openSink,
  rsaMicroseconds,
  sendMailLoop,
  smtpSource,
  type Measure,
} from './kit/references.ts'

/**
 * Measures e-mails per second of a whole delivery: one process, ten connections, the ledger on a synced SQLite file; against Postfix's
 * `smtp-source -d` with e-mails of the same size, and a loop of nodemailer's `sendMail`; then with DKIM signatures, and with commits that
 * take 2 ms more, as on a slow disk. Needs `smtp-sink` and `smtp-source`, of Debian's package postfix.
 *
 *   node bench/delivery.ts [MAILS] [PAIRS]     (10,000 and 3 by default)
 */

const readers = Number(process.argv[2] ?? 10_000)
const pairs = Number(process.argv[3] ?? 3)
const loopMails = 1_000

interface Delivered extends Measure {
  /** Average size of its e-mails. */
  bytes: number
  /** One of about that size. */
  mail: Buffer
}

async function delivered(
  fixture: DeliveryFixture,
  port: number,
  way = (plain: Transport) => plain,
): Promise<Delivered> {
  const edition = await fixture.edition()
  const { context } = fixture
  const transport = async () => way(transportFromUrl(`smtp://127.0.0.1:${port}`, { allowPlain: true }))
  const measure = await measured(readers, async () => {
    const { counts } = await deliver({ ...context, mail: { ...context.mail, transport } }, edition)
    if (counts.sent !== readers) throw new Error(`not all were sent: ${JSON.stringify(counts)}`)
  })
  const rows = await context.store.deliveries.list({ editionId: edition.id, status: 'sent', count: 500 })
  const sized = await Promise.all(
    rows.map(async ({ email, variant }) => {
      const content = await context.store.contents.variant(edition.id, variant ?? '')
      return { email: email ?? '', bytes: content?.bytes ?? 0 }
    }),
  )
  const bytes = Math.round(sized.reduce((sum, one) => sum + one.bytes, 0) / sized.length)
  const far = (one: { bytes: number }) => Math.abs(one.bytes - bytes)
  const { email } = sized.reduce((best, one) => (far(one) < far(best) ? one : best))
  const { eml } = await preview(context, fixture.room.digest, edition, { kind: 'subscriber', email })
  return { ...measure, bytes, mail: eml() }
}

let moreForCommit = 0
const pause = new Int32Array(new SharedArrayBuffer(4))

type Prepare = (this: Database.Database, text: string) => Database.Statement

/** Makes every commit block for `moreForCommit` milliseconds more, as a slower disk would. */
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

const beside = (name: string, ours: Measure, source: Measure) =>
  `${name}: ${Math.round(ours.perSecond)}/s, ${Math.round(ours.cpu)} µs of CPU per e-mail; smtp-source -d ${Math.round(source.perSecond)}/s (×${(ours.perSecond / source.perSecond).toFixed(2)})`

slowCommits()
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const key = { domain: 'example.org', selector: 'bench', key: privateKey }
const thread = openSigningThread()
const fixture = await openDeliveryFixture(readers)
const sink = await openSink()
try {
  for (let pair = 1; pair <= pairs; pair++) {
    console.log(`one RSA-2048 signature takes ${Math.round(rsaMicroseconds(privateKey))} µs of CPU now`)
    const ours = await delivered(fixture, sink.port)
    const source = await measured(readers, () => smtpSource(sink.port, readers, ours.bytes))
    const usual = await measured(loopMails, () => sendMailLoop(sink.port, loopMails, ours.mail))
    console.log(
      `${beside(`${readers} e-mails of ${ours.bytes} bytes`, ours, source)}; sendMail in a pool ${Math.round(usual.perSecond)}/s, ${Math.round(usual.cpu)} µs (×${(ours.perSecond / usual.perSecond).toFixed(1)})`,
    )
    const signed = await delivered(fixture, sink.port, (way) =>
      signingTransport(way, dkimSigner(key, thread, systemClock)),
    )
    console.log(beside('  with DKIM', signed, source))
    moreForCommit = 2
    console.log(beside('  commits take 2 ms more', await delivered(fixture, sink.port), source))
    moreForCommit = 0
  }
} finally {
  await thread.close()
  sink.close()
  await fixture.drop()
}
