import { z } from 'zod'
import { readAddress } from '../core/addresses/address.ts'
import { readImapAddress } from '../mail/incoming/imap/address.ts'

/** A tag of 37 characters follows it, and 64 may stand before the @ (RFC 5321 §4.5.3.1.1). */
const mostBeforeAt = 24

/** The address to which failures come back. */
export const bounceAddress = z.string().transform((text, context) => {
  const read = readAddress(text)
  if (read.ok && read.address.lastIndexOf('@') <= mostBeforeAt) return read.address
  context.addIssue('must be an address such as bounce@example.org, with at most 24 characters before the @')
  return z.NEVER
})

/** Where its mailbox is read. */
export const bounceMailbox = z.string().transform((text, context) => {
  const place = readImapAddress(text)
  if (place) return place
  context.addIssue('must be imaps://user:pass@host/INBOX')
  return z.NEVER
})
