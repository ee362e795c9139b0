import { AppError } from '../../core/errors.ts'
import { said, type Said } from '../../core/said/said.ts'

/** The parts of an SMTP address. */
export interface SmtpAddress {
  host: string
  port: number
  /** TLS from the start, for `smtps://`; otherwise STARTTLS by the relay's policy. */
  secure: boolean
  login: { user: string; pass: string } | null
}

const badAddress = (why: Said) => new AppError('bad-config', said('smtp-address-invalid', { why }))

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw badAddress(said('smtp-address-percent'))
  }
}

/** Reads `smtp://` (STARTTLS) and `smtps://`. Throws `bad-config`, never revealing the password. */
export function readSmtpAddress(address: string): SmtpAddress {
  const url = URL.parse(address)
  if (!url) throw badAddress(said('smtp-address-unreadable'))
  if (url.protocol !== 'smtp:' && url.protocol !== 'smtps:')
    throw badAddress(said('smtp-address-other-scheme'))
  if (url.hostname === '') throw badAddress(said('smtp-address-without-host'))
  if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '')
    throw badAddress(said('smtp-address-with-more'))
  const secure = url.protocol === 'smtps:'
  const user = decoded(url.username)
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    login: user === '' ? null : { user, pass: decoded(url.password) },
  }
}
