import type { IncomingMail } from '../message/mime.ts'
import { subjectReportsFailure, textReportsFailure } from './undelivered-words.ts'

const daemons =
  /mailer-?daemon|mail[ ._-]?deliver|delivery[ ._-]?(?:subsystem|system|status)|^\W*<?post-?master|\bpostmaster@|mail[ ._-]?(?:system|administrator|router|gateway|server)|bounce|non-?delivery|mta[ -]|system administrator|\bmdaemon@|\bmail-?adm(?:in)?@|mail delivery/i
/** Whether it comes from a mail server, judged by the sender's name. */
export function isFromServer({ headers }: IncomingMail): boolean {
  return headers.has('x-failed-recipients') || daemons.test(headers.get('from') ?? '')
}

const answers = /^\s*(?:re|aw|sv|antw|fwd?|wg|tr|rv)\s?:/i

/** An address that sends only notices. */
const daemonAddress = /mailer-daemon@/i

/**
 * Whether a message without a delivery status is a server's notice: at least two of sender, subject, text and the returned message must
 * suggest it.
 */
export function isNotice({ headers, subject, text, original }: IncomingMail): boolean {
  if (headers.has('x-failed-recipients')) return true
  const isNull = /^\s*(?:<\s*>|<?mailer-daemon.{0,200})\s*$/i.test(headers.get('return-path') ?? '')
  const from = headers.get('from') ?? ''
  if (daemonAddress.test(from)) return true
  // A person who replies to a notice, or forwards it, does not send one.
  const isAnswer = answers.test(subject)
  const signs = [
    isNull || daemons.test(from) || /<\s*>/.test(from),
    !isAnswer && subjectReportsFailure(subject),
    textReportsFailure(text),
    !isAnswer && original !== null,
  ]
  const type = headers.get('content-type') ?? ''
  const isReport = /multipart\/report|report-type/i.test(type) && !/disposition-notification/i.test(type)
  return signs.filter(Boolean).length >= (isReport ? 1 : 2)
}
