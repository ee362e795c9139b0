import type { SMTPError } from 'nodemailer/lib/smtp-connection'
import { AppError } from '../../core/errors.ts'
import { clip, oneLine } from '../../core/text/text.ts'

/** What of a login must never be told, in the forms in which a server could echo it. */
export function secretsOf(login: { user: string; pass: string } | null): string[] {
  if (!login || login.pass === '') return []
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  return [base64(`\0${login.user}\0${login.pass}`), base64(login.pass), login.pass]
}

function without(secrets: string[], text: string): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, '•••'), clip(oneLine(text), 500))
}

const troubleWithTls = /CERT|TLS|SSL|EPROTO$|SIGNED|ISSUER|SIGNATURE/

function advice(error: SMTPError, where: string): { refused: boolean; text: string } {
  const cause = error.originalCode ?? error.code ?? ''
  const later = error.responseCode !== undefined && error.responseCode < 500
  if (error.code === 'EAUTH')
    return {
      refused: !later,
      text: `${where} refused the login: check user and password in the SMTP address`,
    }
  if (error.code === 'ETLS' || troubleWithTls.test(cause))
    return {
      refused: !later,
      text: `no encrypted connection to ${where}: check that its certificate is valid for this name, and that the port fits (smtps:// for 465, smtp:// for 587)`,
    }
  if (error.code === 'EDNS' || cause === 'ENOTFOUND')
    return { refused: false, text: `the host of ${where} was not found: check its name in the SMTP address` }
  if (cause === 'ECONNREFUSED')
    return { refused: false, text: `nothing listens at ${where}: check host and port, or start the server` }
  if (error.code === 'ETIMEDOUT' || cause === 'ETIMEDOUT')
    return { refused: false, text: `${where} did not answer in time: check host, port and firewall` }
  if (error.responseCode !== undefined)
    return { refused: !later, text: `${where} does not let this machine in: ask who runs it` }
  return { refused: false, text: `the connection to ${where} failed: try later, or check host and port` }
}

/** Says why no session could be opened, where, and what to do. */
export function openingFault(error: SMTPError, where: string, secrets: string[]): AppError {
  const { refused, text } = advice(error, where)
  const said = without(secrets, error.response || error.message)
  return new AppError(refused ? 'smtp-refused' : 'smtp-unavailable', `${text} (${said})`, {
    // The error of a login may hold what the server echoed.
    cause: error.code === 'EAUTH' ? undefined : error,
  })
}
