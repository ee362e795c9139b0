import { AppError } from '../../core/errors.ts'

/** What an SMTP address says. */
export interface SmtpAddress {
  host: string
  port: number
  /** TLS from the start, as `smtps://` asks; else STARTTLS, by the relay's policy. */
  secure: boolean
  login: { user: string; pass: string } | null
}

const badAddress = (reason: string) =>
  new AppError(
    'bad-config',
    `the SMTP address ${reason}; write it as smtp://user:password@host:587 or smtps://user:password@host:465, with signs such as @ and / in user and password percent-encoded`,
  )

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw badAddress('has a % in user or password that begins no percent-encoded sign')
  }
}

/** Reads `smtp://` (STARTTLS) and `smtps://`. Throws `bad-config`, never telling the password. */
export function readSmtpAddress(address: string): SmtpAddress {
  const url = URL.parse(address)
  if (!url) throw badAddress('cannot be read')
  if (url.protocol !== 'smtp:' && url.protocol !== 'smtps:')
    throw badAddress('begins neither with smtp:// nor with smtps://')
  if (url.hostname === '') throw badAddress('has no host')
  if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '')
    throw badAddress('has something after host and port')
  const secure = url.protocol === 'smtps:'
  const user = decoded(url.username)
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    login: user === '' ? null : { user, pass: decoded(url.password) },
  }
}
