import type { IncomingMail } from './mime.ts'

const daemons =
  /mailer-?daemon|mail[ ._-]?deliver|delivery[ ._-]?(?:subsystem|system|status)|^\W*<?post-?master|\bpostmaster@|mail[ ._-]?(?:system|administrator|router|gateway)|bounce|non-?delivery|mta[ -]|system administrator/i
const subjects =
  /undeliver(?:ed|able)|un-?deliver|deliver\w* (?:status|fail|problem|error|notif|report|delay)|delivery status|returned? (?:mail|to sender|e-?mail)|failure notice|mail (?:system error|failure|delivery)|fail(?:ed|ure) (?:mail|to deliver|delivery|notice)|could not be delivered|not delivered|mail error|non-?deliver|message not|warning: message|unzustellbar|nicht zustell|non remis|[eé]chec de (?:la )?(?:remise|distribution)|no se (?:ha )?(?:podido )?entreg|devuelto|mancata consegna|onbestelbaar|配信(?:不能|エラー)|送信エラー|returning message|rejected|user unknown|bounced|dsn\b/iu
const words =
  /\b(?:could not be delivered|(?:was not|not be|wasn't able to|unable to|cannot|could not|couldn't) deliver(?:ed)?|undeliverable|delivery (?:has )?failed|delivery to the following|permanent(?:ly)? (?:fatal )?error|user unknown|returned mail|failed permanently|did not reach|non-?delivery|was not relayed|delivery problems)\b/i

/** Whether a server's program sent it, by its name. */
export function isFromServer({ headers }: IncomingMail): boolean {
  return headers.has('x-failed-recipients') || daemons.test(headers.get('from') ?? '')
}

const answers = /^\s*(?:re|aw|sv|antw|fwd?|wg|tr|rv)\s?:/i

/** Whether a message without a delivery status is a server's notice: by its sender, its subject and its words, of which two must say so. */
export function isNotice({ headers, subject, text }: IncomingMail): boolean {
  if (headers.has('x-failed-recipients')) return true
  const isNull = /^\s*(?:<\s*>|<?mailer-daemon.{0,200})\s*$/i.test(headers.get('return-path') ?? '')
  const from = headers.get('from') ?? ''
  const bySender = isNull || daemons.test(from) || /<\s*>/.test(from)
  // A person who answers a notice is none.
  const bySubject = subjects.test(subject) && !answers.test(subject)
  const byWords = words.test(text.slice(0, 5000))
  const isReport = /multipart\/report|report-type/i.test(headers.get('content-type') ?? '')
  if (isReport && !/disposition-notification/i.test(headers.get('content-type') ?? ''))
    return bySender || bySubject || byWords
  return Number(bySender) + Number(bySubject) + Number(byWords) >= 2
}
