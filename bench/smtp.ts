/**
 * Mails a second over ten connections to Postfix's smtp-sink on loopback, without a ledger: by our transport, plain and
 * signed, and by nodemailer's sendMail in a loop; each beside Postfix's own smtp-source in the same run.
 *
 *   node bench/smtp.ts [MAILS] [PAIRS]     (10,000 and 3 by default; needs smtp-source and smtp-sink of postfix)
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { generateKeyPairSync, sign as signOnce } from 'node:crypto'
import { createServer, type AddressInfo } from 'node:net'
import { connect } from 'node:net'
import nodemailer from 'nodemailer'
import { dkimSigner } from '../src/mail/dkim.ts'
import { editionHeaders, type HeaderFields } from '../src/mail/headers.ts'
import { boundaryOf, reusedMemory, variantJoiner } from '../src/mail/message.ts'
import { openSigningThread } from '../src/mail/signing-thread.ts'
import { signingTransport } from '../src/mail/signing-transport.ts'
import { transportFromUrl } from '../src/mail/smtp.ts'
import type { Transport } from '../src/mail/transport.ts'
import { systemClock } from '../src/system.ts'
import { benchBlocks, benchSheet } from './join-fixture.ts'

const mails = Number(process.argv[2] ?? 10_000)
const pairs = Number(process.argv[3] ?? 3)
const connections = 10
const bytes = 60_000

const sheet = benchSheet()
const edition = editionHeaders({
  editionId: 7,
  digest: sheet.digest,
  sender: sheet.newsroom.sender,
  replyTo: null,
  host: 'news.example.org',
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
})
const slots = {
  address: 'reader@example.org',
  topicsUrl: 'https://news.example.org/t/AAAAAAAAAAAAAAAAAAAAAAAA',
  unsubscribeUrl: 'https://news.example.org/u/AAAAAAAAAAAAAAAAAAAAAAAA',
}

/** `work` on ten lines at once until all mails are through. */
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

async function byLoop(port: number): Promise<void> {
  const pool = nodemailer.createTransport({
    host: '127.0.0.1',
    port,
    pool: true,
    maxConnections: connections,
    maxMessages: Infinity,
    ignoreTLS: true,
  })
  const html = `<p>${'word '.repeat(bytes / 5.2)}</p>`
  await onTenLines(async (next) => {
    for (let reader = next(); reader !== null; reader = next())
      await pool.sendMail({
        from: 'news@example.org',
        to: `reader${reader}@example.org`,
        subject: 'Inspectors return',
        html,
        text: 'In short',
      })
  })
  pool.close()
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', () => resolve())
  })
}

async function bySource(port: number): Promise<void> {
  const count = ['-m', String(mails), '-s', String(connections), '-l', String(bytes)]
  await ended(
    spawn('smtp-source', [
      '-d',
      ...count,
      '-f',
      'news@example.org',
      '-t',
      'reader@example.org',
      `127.0.0.1:${port}`,
    ]),
  )
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Tries until somebody listens. */
async function reachable(port: number): Promise<void> {
  for (;;) {
    const isThere = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy()
        resolve(true)
      })
      socket.once('error', () => resolve(false))
    })
    if (isThere) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function withSink<T>(work: (port: number) => Promise<T>): Promise<T> {
  const port = await freePort()
  const asRoot = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const sink = spawn('smtp-sink', [...asRoot, `127.0.0.1:${port}`, '1000'], { stdio: 'inherit' })
  const gone = ended(sink)
  try {
    await Promise.race([reachable(port), gone.then(() => Promise.reject(new Error('smtp-sink ended')))])
    return await work(port)
  } finally {
    sink.kill()
    await gone
  }
}

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const thread = openSigningThread()
const sign = dkimSigner({ domain: 'example.org', selector: 's1', key: privateKey }, thread, systemClock)
const here = (port: number) => transportFromUrl(`smtp://127.0.0.1:${port}`, { allowPlain: true })

/** Processor time of one RSA signature in µs, the least of several rounds: what no signer can do without. */
function leastOfRsa(): number {
  const rounds = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage()
    for (let at = 0; at < 200; at++) signOnce('sha256', Buffer.alloc(1_500, at), privateKey)
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 200
  })
  return Math.min(...rounds)
}

const ways: Record<string, (port: number) => Promise<void>> = {
  'smtp-source -d (reference)': bySource,
  'our transport': (port) => byTransport(here(port)),
  'our transport, DKIM': (port) => byTransport(signingTransport(here(port), sign)),
  'nodemailer sendMail, pooled': byLoop,
}

interface Best {
  rate: number
  ratio: number
  cpu: number
}

const best = new Map<string, Best>()
await withSink((port) => byTransport(here(port)))
for (let pair = 0; pair < pairs; pair++) {
  let reference = Number.NaN
  for (const [way, send] of Object.entries(ways)) {
    const took = await withSink(async (port) => {
      const start = performance.now()
      const before = process.cpuUsage()
      await send(port)
      const { user, system } = process.cpuUsage(before)
      return { seconds: (performance.now() - start) / 1000, cpu: (user + system) / mails }
    })
    const rate = mails / took.seconds
    if (Number.isNaN(reference)) reference = rate
    const known = best.get(way)
    best.set(way, {
      rate: Math.max(rate, known?.rate ?? 0),
      ratio: Math.max(rate / reference, known?.ratio ?? 0),
      cpu: Math.min(took.cpu, known?.cpu ?? Infinity),
    })
  }
}

const loop = best.get('nodemailer sendMail, pooled')?.rate ?? Number.NaN
console.log(`${mails} mails of ${variant.bytes} bytes, ${connections} connections, best of ${pairs} pairs`)
console.table(
  [...best].map(([way, { rate, ratio, cpu }]) => ({
    way,
    'mails a second': Math.round(rate),
    'of smtp-source': Number(ratio.toFixed(2)),
    'times the loop': Number((rate / loop).toFixed(1)),
    'CPU µs a mail': way.startsWith('smtp-source') ? '' : Math.round(cpu),
  })),
)
console.log(`one RSA-2048 signature takes ${Math.round(leastOfRsa())} µs here`)
await thread.close()
