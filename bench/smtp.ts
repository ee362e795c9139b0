/**
 * Measures e-mails per second over ten connections to Postfix's smtp-sink on loopback, without a ledger: by our transport, plain and
 * signed, and by nodemailer's sendMail in a loop; each beside Postfix's own smtp-source in the same run.
 *
 *   node bench/smtp.ts [MAILS] [PAIRS]     (10,000 and 3 by default; needs smtp-source and smtp-sink of postfix)
 */
import { generateKeyPairSync } from 'node:crypto'
import { dkimSigner } from '../src/mail/dkim/dkim.ts'
import { editionHeaders, type HeaderFields } from '../src/mail/message/headers.ts'
import { boundaryOf, reusedMemory, unstuff, variantJoiner } from '../src/mail/message/message.ts'
import { openSigningThread } from '../src/mail/dkim/signing-thread.ts'
import { signingTransport } from '../src/mail/dkim/signing-transport.ts'
import { transportFromUrl } from '../src/mail/outgoing/smtp.ts'
import type { Transport } from '../src/mail/outgoing/transport.ts'
import { systemClock } from '../src/system.ts'
import { benchBlocks, benchSheet } from './kit/join-fixture.ts'
import {
  connections,
  measured,
  openSink,
  rsaMicroseconds,
  sendMailLoop,
  smtpSource,
  type Measure,
} from './kit/references.ts'

const mails = Number(process.argv[2] ?? 10_000)
const pairs = Number(process.argv[3] ?? 3)
const bytes = 60_000

const sheet = benchSheet()
const edition = editionHeaders({
  editionId: 7,
  digest: sheet.digest,
  sender: sheet.newsroom.sender,
  replyTo: null,
  host: 'news.example.org',
  homeUrl: 'https://news.example.org/',
  hooks: [],
})
const blocks = [...benchBlocks(sheet).encoded.values()]

/** A digest of about 60 KB. */
function digest() {
  const values = { subject: 'Inspectors return', preheader: '', topics: '', counts: '', since: '' }
  const html: string[] = []
  const text: string[] = []
  let size = 0
  for (const block of blocks) {
    if (size + block.html.length + block.text.length > bytes) continue
    html.push(block.html)
    text.push(block.text)
    size += block.html.length + block.text.length
  }
  return variantJoiner()({ boundary: boundaryOf(7, 1), html, text, values, language: 'en' })
}
const variant = digest()

const fieldsOf = (reader: number): HeaderFields => ({
  edition,
  subscriber: reader,
  to: `reader${reader}@example.org`,
  at: systemClock.now(),
  unsubscribeUrl: `https://news.example.org/u/AAAAAAAAAAAAAAAAAAAAAAAA`,
  unsubscribeMail: 'mailto:news@example.org?subject=unsubscribe',
  tag: () => 'a'.repeat(36),
})
const slots = {
  address: 'reader@example.org',
  topicsUrl: 'https://news.example.org/t/AAAAAAAAAAAAAAAAAAAAAAAA',
  unsubscribeUrl: 'https://news.example.org/u/AAAAAAAAAAAAAAAAAAAAAAAA',
}

/** Runs `work` on ten connections at once until all e-mails are sent. */
async function onTenLines(work: (next: () => number | null) => Promise<void>): Promise<void> {
  let sent = 0
  const next = () => (sent < mails ? sent++ : null)
  await Promise.all(Array.from({ length: connections }, () => work(next)))
}

async function byTransport(transport: Transport): Promise<void> {
  await onTenLines(async (next) => {
    const session = await transport.open()
    const memory = reusedMemory()
    for (let reader = next(); reader !== null; reader = next()) {
      const fields = fieldsOf(reader)
      const outcome = await session.send({
        from: 'news@example.org',
        to: fields.to,
        size: variant.bytes,
        isRelaxed: variant.isRelaxed,
        body: () => variant.fill(fields, slots, memory),
        beforeBody: async () => true,
      })
      if (outcome.outcome !== 'sent') throw new Error(JSON.stringify(outcome))
    }
  })
  await transport.close()
}

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const thread = openSigningThread()
const sign = dkimSigner({ domain: 'example.org', selector: 's1', key: privateKey }, thread, systemClock)
const here = (port: number) => transportFromUrl(`smtp://127.0.0.1:${port}`, { allowPlain: true })

const ways: Record<string, (port: number) => Promise<unknown>> = {
  'smtp-source -d (reference)': (port) => smtpSource(port, mails, bytes),
  'our transport': (port) => byTransport(here(port)),
  'our transport, DKIM': (port) => byTransport(signingTransport(here(port), sign)),
  'nodemailer sendMail, pooled': (port) =>
    sendMailLoop(port, mails, unstuff(variant.fill(fieldsOf(1), slots))),
}

interface Best extends Measure {
  ratio: number
}

const best = new Map<string, Best>()
async function withSink(work: (port: number) => Promise<unknown>): Promise<Measure> {
  const sink = await openSink()
  try {
    return await measured(mails, () => work(sink.port))
  } finally {
    sink.close()
  }
}

await withSink((port) => byTransport(here(port)))
for (let pair = 0; pair < pairs; pair++) {
  let reference = Number.NaN
  for (const [way, send] of Object.entries(ways)) {
    const { perSecond, cpu } = await withSink(send)
    if (Number.isNaN(reference)) reference = perSecond
    const known = best.get(way)
    best.set(way, {
      perSecond: Math.max(perSecond, known?.perSecond ?? 0),
      ratio: Math.max(perSecond / reference, known?.ratio ?? 0),
      cpu: Math.min(cpu, known?.cpu ?? Infinity),
    })
  }
}

const loop = best.get('nodemailer sendMail, pooled')?.perSecond ?? Number.NaN
console.log(`${mails} e-mails of ${variant.bytes} bytes, ${connections} connections, best of ${pairs} pairs`)
console.table(
  [...best].map(([way, { perSecond, ratio, cpu }]) => ({
    way,
    'e-mails per second': Math.round(perSecond),
    'of smtp-source': Number(ratio.toFixed(2)),
    'times the loop': Number((perSecond / loop).toFixed(1)),
    'CPU µs per e-mail': way.startsWith('smtp-source') ? '' : Math.round(cpu),
  })),
)
console.log(`one RSA-2048 signature takes ${Math.round(rsaMicroseconds(privateKey))} µs here`)
await thread.close()
