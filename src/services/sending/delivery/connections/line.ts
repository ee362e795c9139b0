import type { Session, Transport } from '../../../../mail/outgoing/transport.ts'

/** One connection at a time to the mail server. */
export interface Line {
  /** The one there is, or another where that is gone or worn. Throws as `Transport.open` does. */
  session(): Promise<Session>
  quit(): Promise<void>
}

/** `isWorn` says of a connection that took so many mails whether it should be left. */
export function openLine(transport: Pick<Transport, 'open'>, isWorn: (mails: number) => boolean): Line {
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
