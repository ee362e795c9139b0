import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'
import { loopbackAddress } from '../../core/addresses/loopback.ts'
import { AppError, reasonOf } from '../../core/errors.ts'
import type { Clock, Random } from '../../core/ports.ts'
import { openMailFolder, type MailFolder } from './mail-folder.ts'
import { said } from '../../core/said/said.ts'

export type { MailContent, MailSummary } from './mail-reading.ts'

const largestMail = 25_000_000
/** Milliseconds for open connections to end when the mailbox closes. */
const closePatience = 1_000

export interface MailboxOptions {
  /** The folder of the `.eml` files. */
  dir: string
  /** 0 takes any free port. */
  port: number
  clock: Clock
  random: Random
  /** `recent`, the default, keeps the last 7 days and at most 1,000. */
  keep?: 'recent' | 'all'
  /** True if the rest of the disk is reserved; e-mails are refused then. */
  isFull?: () => boolean
}

/** The embedded mailbox: an SMTP server on loopback that stores what it receives. */
export interface Mailbox {
  port: number
  /** Its SMTP address. */
  url: string
  list: MailFolder['list']
  read: MailFolder['read']
  close(): Promise<void>
}

const refusal = (code: number, message: string) => Object.assign(new Error(message), { responseCode: code })

async function take(
  folder: MailFolder,
  isFull: () => boolean,
  stream: SMTPServerDataStream,
): Promise<string> {
  const mail = await buffer(stream)
  if (stream.sizeExceeded) throw refusal(552, `The message is larger than ${largestMail} bytes`)
  if (isFull()) throw refusal(452, 'The message could not be stored: the disk is full')
  try {
    return await folder.add(mail)
  } catch (error) {
    throw refusal(452, `The message could not be stored: ${reasonOf(error)}`)
  }
}

function serverFor(folder: MailFolder, isFull: () => boolean): SMTPServer {
  return new SMTPServer({
    name: 'localhost',
    banner: 'Daywire mailbox',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: largestMail,
    closeTimeout: closePatience,
    onData(stream, _session, done) {
      take(folder, isFull, stream).then(
        (id) => done(null, `Stored as ${id}`),
        (error: Error) => done(error),
      )
    },
  })
}

function listening(server: SMTPServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, loopbackAddress, () => {
      server.off('error', reject)
      const { port: taken } = server.server.address() as AddressInfo
      resolve(taken)
    })
  })
}

/** Opens the mailbox. Each e-mail is on the disk before it is accepted with 250. Throws `busy` if the port is taken. */
export async function openMailbox(options: MailboxOptions): Promise<Mailbox> {
  const folder = await openMailFolder({ ...options, keep: options.keep ?? 'recent' })
  const server = serverFor(folder, options.isFull ?? (() => false))
  let port: number
  try {
    port = await listening(server, options.port)
  } catch (cause) {
    throw new AppError(
      'busy',
      said('cannot-listen-mailbox', {
        address: `${loopbackAddress}:${options.port}`,
        why: reasonOf(cause),
      }),
      { cause },
    )
  }
  // A client that disconnects in mid-command needs no handling.
  server.on('error', () => undefined)
  return {
    port,
    url: `smtp://${loopbackAddress}:${port}`,
    list: (most) => folder.list(most),
    read: (id) => folder.read(id),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
