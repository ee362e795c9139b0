import type { ImapPlace } from './address.ts'
import { imapBounds, openImapSession, type ImapBounds, type ImapSession } from './session.ts'

/** A mailbox on a server to which messages come back. */
export interface BounceMailbox {
  /** Where it is, for people. */
  describes: string
  /** Connects and opens its folder. Throws where the server cannot be had. To be closed. */
  open(signal: AbortSignal): Promise<OpenMailbox>
}

/** Its folder. What it is asked for fails naming the message and what the server did. */
export interface OpenMailbox {
  /** UIDs count only while it stays the same (RFC 3501 §2.3.1.1). */
  validity: string
  /** The UID that the next message will get; null where the server does not say. */
  next: number | null
  /** False once the connection has ended. */
  isOpen(): boolean
  /** UIDs above one, oldest first. */
  above(uid: number): Promise<number[]>
  /** The beginning of a message, as far as a message is kept; null where it is gone. */
  fetch(uid: number): Promise<Uint8Array | null>
  /** Its size in bytes, and when it came, as the server has them; null where it is gone. */
  look(uid: number): Promise<{ size: number; at: Temporal.Instant | null } | null>
  /** False where the server refused. */
  delete(uid: number): Promise<boolean>
  close(): Promise<void>
}

/** `bounds` are for tests. */
export function imapMailbox(place: ImapPlace, bounds: ImapBounds = imapBounds): BounceMailbox {
  return {
    describes: `imap://${place.user}@${place.host}`,
    async open(signal) {
      const session = await openImapSession(place, bounds, signal)
      try {
        // Held, so that the connection is kept alive while a message is being taken in.
        await session.ask('SELECT', () => session.client.getMailboxLock(place.folder))
        const { mailbox } = session.client
        if (!mailbox) throw new Error('SELECT: refused')
        const { uidValidity, uidNext } = mailbox
        const next = Number.isSafeInteger(uidNext) && uidNext > 0 ? uidNext : null
        return openMailbox(session, { validity: String(uidValidity), next }, bounds.message)
      } catch (error) {
        await session.close()
        throw error
      }
    },
  }
}

function openMailbox(
  { client, ask, isOpen, close }: ImapSession,
  { validity, next }: Pick<OpenMailbox, 'validity' | 'next'>,
  most: number,
): OpenMailbox {
  const byUid = { uid: true }
  const isListed = async (uid: number): Promise<boolean> =>
    ((await client.search({ uid: String(uid) }, byUid)) || []).includes(uid)

  /** A server that lists a message and gives nothing of it has refused it. */
  async function part<T>(uid: number, query: object, of: (found: Found) => T | undefined): Promise<T | null> {
    const found = await client.fetchOne(String(uid), query, byUid)
    const wanted = found ? of(found) : undefined
    if (wanted !== undefined) return wanted
    if (await isListed(uid)) throw new Error('the server lists it but does not give it')
    return null
  }

  return {
    validity,
    next,
    isOpen,
    close,
    above: (uid) =>
      ask('SEARCH', async () => {
        const found = await client.search({ uid: `${uid + 1}:*` }, byUid)
        if (!found) throw new Error('refused')
        // The range holds the newest message even if it is older. A UID that there cannot be yet would end the reading of all below it.
        return found.filter((each) => each > uid && each < (next ?? Infinity)).toSorted((a, b) => a - b)
      }),
    fetch: (uid) =>
      ask(`FETCH ${uid}`, () =>
        part(uid, { source: { maxLength: most } }, ({ source }) => source ?? undefined),
      ),
    look: (uid) =>
      ask(`FETCH ${uid}`, () =>
        part(uid, { size: true, internalDate: true }, ({ size, internalDate }) =>
          size === undefined ? undefined : { size, at: instantOf(internalDate) },
        ),
      ),
    delete: (uid) => ask(`DELETE ${uid}`, () => client.messageDelete(String(uid), byUid)),
  }
}

interface Found {
  source?: Buffer | undefined
  size?: number | undefined
  internalDate?: Date | string | undefined
}

function instantOf(date: Date | string | undefined): Temporal.Instant | null {
  const at = typeof date === 'object' ? date.getTime() : Number.NaN
  return Number.isNaN(at) ? null : Temporal.Instant.fromEpochMilliseconds(at)
}
