import type { SMTPError } from 'nodemailer/lib/smtp-connection'
import { AppError } from '../../core/errors.ts'
import { clip, oneLine } from '../../core/text/text.ts'
import { said } from '../../core/said/said.ts'

/** The secrets of a login, in the forms in which a server could echo them. */
export function secretsOf(login: { user: string; pass: string } | null): string[] {
  if (!login || login.pass === '') return []
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  return [base64(`\0${login.user}\0${login.pass}`), base64(login.pass), login.pass]
}

function without(secrets: string[], text: string): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, '•••'), clip(oneLine(text), 500))
}

type OpeningFault =
  | 'smtp-login-refused'
  | 'smtp-login-later'
  | 'smtp-no-tls'
  | 'smtp-host-unknown'
  | 'smtp-nothing-listens'
  | 'smtp-no-answer'
  | 'smtp-not-let-in'
  | 'smtp-connection-failed'

const troubleWithTls = /CERT|TLS|SSL|EPROTO$|SIGNED|ISSUER|SIGNATURE/

function adviceOn(error: SMTPError): { refused: boolean; code: OpeningFault } {
  const cause = error.originalCode ?? error.code ?? ''
  const later = error.responseCode !== undefined && error.responseCode < 500
  if (error.code === 'EAUTH')
    return later
      ? { refused: false, code: 'smtp-login-later' }
      : { refused: true, code: 'smtp-login-refused' }
  if (error.code === 'ETLS' || troubleWithTls.test(cause)) return { refused: !later, code: 'smtp-no-tls' }
  if (error.code === 'EDNS' || cause === 'ENOTFOUND') return { refused: false, code: 'smtp-host-unknown' }
  if (cause === 'ECONNREFUSED') return { refused: false, code: 'smtp-nothing-listens' }
  if (error.code === 'ETIMEDOUT' || cause === 'ETIMEDOUT') return { refused: false, code: 'smtp-no-answer' }
  if (error.responseCode !== undefined) return { refused: !later, code: 'smtp-not-let-in' }
  return { refused: false, code: 'smtp-connection-failed' }
}

/** Explains why no session could be opened, where, and what to do. */
export function openingFault(error: SMTPError, where: string, secrets: string[]): AppError {
  const { refused, code } = adviceOn(error)
  const reply = without(secrets, error.response || error.message)
  return new AppError(refused ? 'smtp-refused' : 'smtp-unavailable', said(code, { server: where, reply }), {
    // The error of a login may contain what the server echoed.
    cause: error.code === 'EAUTH' ? undefined : error,
  })
}
