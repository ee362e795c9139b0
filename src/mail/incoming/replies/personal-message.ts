import type { PersonalMessage } from '../../../core/entities/feedback/report.ts'
import { isAutomatic } from './automatic-reply.ts'
import type { IncomingMail } from '../message/mime.ts'

/** The most characters kept of a person's message. */
const mostText = 16_384
/** The most characters of a request to unsubscribe: it says little else. */
const shortest = 500

/** A person's message; null for one from a program, a mailing list or a server (RFC 3834 §2, RFC 2919, RFC 2369). */
export function personalMessageIn(mail: IncomingMail): PersonalMessage | null {
  if (!isPersonal(mail)) return null
  const text = mail.text.replace(/\r\n?/g, '\n').trim().slice(0, mostText)
  return { text, asksToLeave: asksToLeave(mail.subject, ownWords(text)) }
}

function isPersonal(mail: IncomingMail): boolean {
  const { headers } = mail
  const submitted = headers.get('auto-submitted')?.trim().toLowerCase() ?? 'no'
  if (submitted !== 'no' || isAutomatic(mail)) return false
  if ([...headers.keys()].some((name) => name.startsWith('list-') || name === 'x-loop')) return false
  if (/bulk|list|junk/i.test(headers.get('precedence') ?? '')) return false
  if (/multipart\/report/i.test(headers.get('content-type') ?? '')) return false
  return !/^\s*<\s*>/.test(headers.get('return-path') ?? '')
}

/** Matches the beginning of a quoted message, as written by mail programs. */
const quotation =
  /^(?:>|on .{1,200} wrote:|am .{1,200} schrieb|(?:.{0,80}\s)?ב.{1,200}\sכתבה?:|-{2,}\s?(?:original message|urspr[uü]ngliche nachricht|forwarded message|הודעה מקורית)|_{10,}|(?:from|von|מאת):\s)/iu

/** The text above a quotation, without the signature. */
export function ownWords(text: string): string {
  const lines = text.split('\n')
  const end = lines.findIndex((line) => line === '-- ' || quotation.test(line.slice(0, 300).trim()))
  return (end === -1 ? lines : lines.slice(0, end)).join('\n').trim()
}

const leavingRequests = [
  /\bun-?subscri(?:be|bing|ption)\b|\bopt(?:ing)? out\b|\b(?:remove|delete) (?:me|us|my (?:e-?mail|address|name)|this address)\b|\btake (?:me|us) off\b|\bstop (?:sending|e-?mailing|mailing|these)\b|\bcancel (?:my|the|this) (?:subscription|newsletter)\b|\b(?:no longer|do(?: not|n['’]t)) (?:wish|want) to (?:receive|get)\b|\bno more (?:e-?mails?|mails?|newsletters?)\b/iu,
  /\bab(?:zu)?(?:melden|meldung|bestellen|bestellung)\b|\b(?:melden|bestellen?) .{0,60}\bab\b|\b(?:aus)?(?:zu)?tragen sie mich\b|\baustragen\b|\b(?:löschen|streichen|entfernen|nehmen) sie (?:mich|uns|meine)\b|\bkeine? (?:weiteren? )?(?:e-?mails?|mails?|newsletter)\b.{0,40}\b(?:mehr|bitte)\b|\bkeine weiteren (?:e-?mails?|mails?|newsletter)\b/iu,
  /הסיר(?:ו|י)?(?=[\s.,!?]|$)|(?:^|\s)(?:הסר|תסיר(?:ו|י)?|להסיר|תורידו|הורידו|להוריד) (?:אותי|אותנו|את)|ביטול (?:ה)?(?:מנוי|רישום|הרשמה)|לבטל את (?:ה)?(?:מנוי|רישום|הרשמה)|(?:ה)?פסיקו לשלוח|תפסיקו לשלוח|לא (?:מעוניין|מעוניינת|רוצה) (?:לקבל|יותר)/u,
]

function asksToLeave(subject: string, own: string): boolean {
  if (own.length > shortest) return false
  // A reply repeats the subject of the original.
  const said = /^\s*(?:re|aw|sv|antw|fwd?|wg|השב|תשובה)\s?:/iu.test(subject)
    ? own
    : `${subject.slice(0, 200)}\n${own}`
  return leavingRequests.some((pattern) => pattern.test(said))
}
