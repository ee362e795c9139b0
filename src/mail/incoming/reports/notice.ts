import type { IncomingMail } from '../message/mime.ts'
import { subjectTellsFailure, textTellsFailure } from './undelivered-words.ts'

const daemons =
  /mailer-?daemon|mail[ ._-]?deliver|delivery[ ._-]?(?:subsystem|system|status)|^\W*<?post-?master|\bpostmaster@|mail[ ._-]?(?:system|administrator|router|gateway|server)|bounce|non-?delivery|mta[ -]|system administrator|\bmdaemon@|\bmail-?adm(?:in)?@|mail delivery/i
/** Whether a server's program sent it, by its name. */
export function isFromServer({ headers }: IncomingMail): boolean {
  return headers.has('x-failed-recipients') || daemons.test(headers.get('from') ?? '')
}

const answers = /^\s*(?:re|aw|sv|antw|fwd?|wg|tr|rv)\s?:/i

/** An address that sends nothing else. */
const daemonAddress = /mailer-daemon@/i

/** Whether a message without a delivery status is a server's notice: by its sender, subject, words and what it returns, of which two must say so. */
export function isNotice({ headers, subject, text, original }: IncomingMail): boolean {
  if (headers.has('x-failed-recipients')) return true
  const isNull = /^\s*(?:<\s*>|<?mailer-daemon.{0,200})\s*$/i.test(headers.get('return-path') ?? '')
  const from = headers.get('from') ?? ''
  if (daemonAddress.test(from)) return true
  // A person who answers a notice, or passes it on, is none.
  const isAnswer = answers.test(subject)
  const signs = [
    isNull || daemons.test(from) || /<\s*>/.test(from),
    !isAnswer && subjectTellsFailure(subject),
    textTellsFailure(text),
    !isAnswer && original !== null,
  ]
  const type = headers.get('content-type') ?? ''
  const isReport = /multipart\/report|report-type/i.test(type) && !/disposition-notification/i.test(type)
  return signs.filter(Boolean).length >= (isReport ? 1 : 2)
}
