import { ImapFlow } from 'imapflow'
import type { ImapPlace } from './imap-address.ts'

/** A message of the mailbox. */
export interface MailboxMessage {
  uid: number
  /** Its beginning, as far as a message is read. */
  bytes: Uint8Array
}

/** A mailbox on a server to which messages come back. */
export interface BounceMailbox {
  /** Where it is, for people. */
  describes: string
  /**
   * Hands over messages above a UID, oldest first; those of which `take` says so are deleted then, one by one. UIDs count only while
   * `validity` stays the same (RFC 3501 §2.3.1.1). Throws where the server cannot be had, or `take` does.
   */
  read(
    after: MailboxPosition | null,
    take: (message: MailboxMessage) => Promise<boolean>,
    signal: AbortSignal,
  ): Promise<MailboxPosition>
}

export interface MailboxPosition {
  validity: string
  uid: number
}

/** Messages of one reading; the rest comes with the next. */
const mostMessages = 200
const mostBytes = 2 * 1024 * 1024 + 1
/** Milliseconds for connecting, and for a server that says nothing. */
const patience = 30_000

export function imapMailbox(place: ImapPlace): BounceMailbox {
  const { host, port, isEncrypted, user, pass, folder } = place
  return {
    describes: `imap://${user}@${host}`,
    async read(after, take, signal) {
      const client = new ImapFlow({
        host,
        port,
        secure: isEncrypted === 'from-start',
        // Where it is to be encrypted, a server that cannot ends the connection.
        doSTARTTLS: isEncrypted === 'starttls' ? true : isEncrypted === 'no' ? false : undefined,
        auth: { user, pass },
        tls: { rejectUnauthorized: true },
        logger: false,
        disableAutoIdle: true,
        connectionTimeout: patience,
        greetingTimeout: patience,
        socketTimeout: patience,
      })
      // Its faults come by the calls that wait for them.
      client.on('error', () => undefined)
      const stop = () => client.close()
      signal.addEventListener('abort', stop)
      try {
        await client.connect()
        return await readFolder(client, folder, after, take, signal)
      } finally {
        signal.removeEventListener('abort', stop)
        await client.logout().catch(() => client.close())
      }
    },
  }
}

async function readFolder(
  client: ImapFlow,
  folder: string,
  after: MailboxPosition | null,
  take: (message: MailboxMessage) => Promise<boolean>,
  signal: AbortSignal,
): Promise<MailboxPosition> {
  const opened = await client.mailboxOpen(folder)
  const validity = String(opened.uidValidity)
  let uid = after?.validity === validity ? after.uid : 0
  const found = (await client.search({ uid: `${uid + 1}:*` }, { uid: true })) || []
  // The range holds the newest message even if it is older.
  const next = found.filter((each) => each > uid).toSorted((a, b) => a - b)
  for (const each of next.slice(0, mostMessages)) {
    if (signal.aborted) break
    const message = await client.fetchOne(String(each), { source: { maxLength: mostBytes } }, { uid: true })
    if (message && message.source && (await take({ uid: each, bytes: message.source })))
      await client.messageDelete(String(each), { uid: true })
    uid = each
  }
  return { validity, uid }
}
