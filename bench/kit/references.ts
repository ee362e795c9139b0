import { spawn, type ChildProcess } from 'node:child_process'
import { sign, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { simpleParser } from 'mailparser'
import { createTransport } from 'nodemailer'

/** Connections of every sender here. */
export const connections = 10

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => (socket.destroy(), resolve(true)))
    socket.once('error', () => resolve(false))
  })
}

/** Postfix's `smtp-sink`, which accepts every e-mail and stores none. */
export async function openSink(): Promise<{ port: number; close(): void }> {
  const port = await freePort()
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const sink: ChildProcess = spawn('smtp-sink', [...user, `127.0.0.1:${port}`, '1000'], { stdio: 'inherit' })
  const gone = once(sink, 'exit').then(() => Promise.reject(new Error('smtp-sink ended')))
  gone.catch(() => undefined)
  while (!(await Promise.race([answers(port), gone]))) await wait(20)
  return { port, close: () => void sink.kill() }
}

/** Sends e-mails of a given size with Postfix's `smtp-source -d`. */
export async function smtpSource(port: number, mails: number, bytes: number): Promise<void> {
  const words = ['-d', '-s', String(connections), '-m', String(mails), '-l', String(bytes)]
  const ends = ['-f', 'desk@example.org', '-t', 'reader@example.org', `127.0.0.1:${port}`]
  const [status] = (await once(spawn('smtp-source', [...words, ...ends], { stdio: 'inherit' }), 'exit')) as [
    number,
  ]
  if (status !== 0) throw new Error('smtp-source failed')
}

/** What most programs do: HTML and text of the same e-mail to `sendMail`, for one reader after the other, over a pool. */
export async function sendMailLoop(port: number, mails: number, mail: Buffer): Promise<void> {
  const { subject, html, text } = await simpleParser(mail)
  const pool = createTransport({
    host: '127.0.0.1',
    port,
    pool: true,
    maxConnections: connections,
    maxMessages: Infinity,
    ignoreTLS: true,
  })
  const same = { from: 'desk@example.org', subject: subject ?? '', html: html || '', text: text ?? '' }
  let sent = 0
  const line = async (): Promise<void> => {
    for (let reader = sent++; reader < mails; reader = sent++)
      await pool.sendMail({ ...same, to: `reader${reader}@example.org` })
  }
  await Promise.all(Array.from({ length: connections }, line))
  pool.close()
}

export interface Measure {
  perSecond: number
  /** Microseconds of this process's CPU time per e-mail. */
  cpu: number
}

export async function measured(mails: number, work: () => Promise<unknown>): Promise<Measure> {
  const before = process.cpuUsage()
  const begun = performance.now()
  await work()
  const seconds = (performance.now() - begun) / 1000
  const { user, system } = process.cpuUsage(before)
  return { perSecond: mails / seconds, cpu: (user + system) / mails }
}

/**
 * Microseconds of CPU time for one RSA-2048 signature, the shortest of several rounds: no signer can do with less, and it calibrates all
 * other figures for this machine at this time.
 */
export function rsaMicroseconds(key: KeyObject): number {
  const rounds = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage()
    for (let at = 0; at < 200; at++) sign('sha256', Buffer.alloc(1_500, at), key)
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 200
  })
  return Math.min(...rounds)
}
