import type { ImapPlace } from './address.ts'
import { imapBounds, openImapSession, type ImapBounds, type ImapSession } from './session.ts'

/** The mailbox that receives bounces. */
export interface BounceMailbox {
  /** Its location for display. */
  describes: string
  /** Connects and opens its folder. Throws if that fails. Must be closed. */
  open(signal: AbortSignal): Promise<OpenMailbox>
}

/** Its open folder. Errors name the message and what the server did. */
export interface OpenMailbox {
  /** UIDs are valid only while this stays the same (RFC 3501 §2.3.1.1). */
  validity: string
  /** The UID of the next message; null if the server does not say. */
  next: number | null
  /** False once the connection has ended. */
  isOpen(): boolean
  /** UIDs above the given one, oldest first. */
  above(uid: number): Promise<number[]>
  /** The beginning of a message, up to the size that is kept; null if it no longer exists. */
  fetch(uid: number): Promise<Uint8Array | null>
  /** A message's size in bytes and time of arrival, as the server reports them; null if it no longer exists. */
  look(uid: number): Promise<{ size: number; at: Temporal.Instant | null } | null>
  /** False if the server refused. */
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
        // The lock keeps the connection alive while a message is processed.
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

  /** A server that lists a message without returning it has refused it. */
  async function part<T>(uid: number, query: object, of: (found: Found) => T | undefined): Promise<T | null> {
    const found = await client.fetchOne(String(uid), query, byUid)
    const wanted = found ? of(found) : undefined
    if (wanted !== undefined) return wanted
    if (await isListed(uid)) throw new Error('the server lists it but does not return it')
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
        // The range includes the newest message even if it is older. An impossible future UID would prevent all below it from being read
        // later.
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
