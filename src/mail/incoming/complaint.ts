import type { ReportedRecipient } from '../../core/entities/feedback/report.ts'
import { addressesIn, firstAddress } from './addresses-in.ts'
import { readGroups } from './fields.ts'
import type { IncomingMail } from './mime.ts'
import { unfailed } from './unfailed.ts'

/** What a feedback report says (RFC 5965 §3); null for what is none. Most are redacted, and name nobody. */
export function readComplaint(mail: IncomingMail): { type: string; recipients: ReportedRecipient[] } | null {
  if (mail.feedback === null) return null
  const [fields] = readGroups(mail.feedback)
  const named =
    mail.feedback
      .match(namedIn)
      ?.map(firstAddress)
      .filter((address) => address !== '') ?? []
  const enclosed = addressesIn(mail.original?.get('to') ?? '').map(({ address }) => address)
  const addresses = named.length === 0 ? enclosed.slice(0, 1) : [...new Set(named)]
  return {
    type: (fields?.get('feedback-type') ?? 'abuse').toLowerCase().slice(0, 40),
    recipients: (addresses.length === 0 ? [null] : addresses).map((address) =>
      unfailed(address, 'complaint', ''),
    ),
  }
}

/** Both fields may be there several times (§3.2). */
const namedIn = /^(?:original-rcpt-to|removal-recipient):.{0,400}$/gim
