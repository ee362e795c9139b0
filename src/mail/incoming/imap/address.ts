import { isLoopbackHost } from '../../../core/addresses/loopback.ts'

/** The location of a mailbox with its login; contains a password. */
export interface ImapPlace {
  host: string
  port: number
  /** `no` only on this machine. */
  isEncrypted: 'from-start' | 'starttls' | 'no'
  user: string
  pass: string
  folder: string
}

/** Reads `imaps://user:password@host:993/INBOX`; null if it is invalid. `imap://` uses STARTTLS, except on this machine. */
export function readImapAddress(text: string): ImapPlace | null {
  const url = URL.parse(text)
  if (url === null || !/^imaps?:$/.test(url.protocol) || url.hostname === '') return null
  try {
    const isFromStart = url.protocol === 'imaps:'
    const [user, pass, folder] = [url.username, url.password, url.pathname.slice(1)].map(decodeURIComponent)
    if (!user || !pass) return null
    const isHere = isLoopbackHost(url.hostname)
    return {
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: url.port === '' ? (isFromStart ? 993 : 143) : Number(url.port),
      isEncrypted: isFromStart ? 'from-start' : isHere ? 'no' : 'starttls',
      user,
      pass,
      folder: folder || 'INBOX',
    }
  } catch {
    return null
  }
}
