declare module 'hoodiecrow-imap' {
  import type { Server as NetServer } from 'node:net'

  interface Message {
    raw: string
    uid?: number
    flags: string[]
  }
  interface Server {
    server: NetServer
    listen(port: number, host: string, done: () => void): void
    close(done: () => void): void
    getMailbox(path: string): { messages: Message[]; uidvalidity: number }
  }
  export default function hoodiecrow(options: {
    plugins?: string[]
    secureConnection?: boolean
    credentials?: { key: Buffer; cert: Buffer }
    users?: Record<string, { password: string }>
    storage?: Record<string, { messages?: { raw: string }[] }>
  }): Server
}
