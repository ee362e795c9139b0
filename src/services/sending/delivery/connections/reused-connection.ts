import type { Session, Transport } from '../../../../mail/outgoing/transport.ts'

/** A connection to the mail server, replaced when necessary. */
export interface ReusedConnection {
  /** The current session, or a new one if it is closed or worn. Throws as `Transport.open` does. */
  session(): Promise<Session>
  quit(): Promise<void>
}

/** `isWorn`: whether a connection that has carried this many e-mails should be replaced. */
export function openReusedConnection(
  transport: Pick<Transport, 'open'>,
  isWorn: (mails: number) => boolean,
): ReusedConnection {
  let session: Session | null = null
  let mails = 0
  return {
    async session() {
      if (session?.usable && isWorn(mails)) await session.quit()
      if (!session?.usable) {
        session = await transport.open()
        mails = 0
      }
      mails += 1
      return session
    },
    async quit() {
      await session?.quit()
    },
  }
}
