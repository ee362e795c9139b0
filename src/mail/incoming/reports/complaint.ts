import type { ReportedRecipient } from '../../../core/entities/feedback/report.ts'
import { addressesIn, firstAddress } from '../message/addresses-in.ts'
import { readGroups } from '../message/fields.ts'
import type { IncomingMail } from '../message/mime.ts'
import { nonBounce } from './non-bounce.ts'

/** Reads a complaint (RFC 5965 §3, or an older form); null if it is not one. Most are redacted, and name nobody. */
export function readComplaint(mail: IncomingMail): { type: string; recipients: ReportedRecipient[] } | null {
  const fields = mail.feedback ?? fieldsInText(mail.text) ?? (isWithoutFields(mail) ? '' : null)
  if (fields === null) return null
  const named = [...(fields.match(namedIn) ?? []), originalRecipient(mail)]
    .map(firstAddress)
    .filter((address) => address !== '')
  const enclosed = addressesIn(mail.original?.get('to') ?? '').map(({ address }) => address)
  const addresses = named.length === 0 ? enclosed.slice(0, 1) : [...new Set(named)]
  return {
    type: (readGroups(fields)[0]?.get('feedback-type') ?? 'abuse').toLowerCase().slice(0, 40),
    recipients: (addresses.length === 0 ? [null] : addresses).map((address) =>
      nonBounce(address, 'complaint', ''),
    ),
  }
}

/** Both fields may repeat (§3.2). */
const namedIn = /^(?:original-rcpt-to|removal-recipient):.{0,400}$/gim

/** A feedback report within the text, where a gateway or a server without MIME has put it. */
function fieldsInText(text: string): string | null {
  const from = /^feedback-type:[ \t]*[a-z]/im.exec(text)?.index
  if (from === undefined) return null
  const fields = text.slice(from)
  return /^(?:user-agent|version|source-ip|original-mail-from|reported-domain):/im.test(fields)
    ? fields
    : null
}

/** Complaints of a mailbox provider from before the standard, of a reporting service, and of X-ARF. */
const subjects = /^\s*(?:e-?mail feedback report for ip\b|complaint about message from\b|\[spamcop \()/i

function isWithoutFields(mail: IncomingMail): boolean {
  const { headers, subject } = mail
  return (
    headers.has('x-xarf') || headers.has('x-arf') || originalRecipient(mail) !== '' || subjects.test(subject)
  )
}

/** Hotmail's header for who complained. */
const originalRecipient = ({ headers, original }: IncomingMail): string => {
  const name = 'x-hmxmroriginalrecipient'
  return headers.get(name) ?? original?.get(name) ?? ''
}
