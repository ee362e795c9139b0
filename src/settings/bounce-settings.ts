import { z } from 'zod'
import { readAddress } from '../core/addresses/address.ts'
import { readImapAddress } from '../mail/incoming/imap/address.ts'

/** 37 characters for a plus and the tag follow, and at most 64 are allowed before the @ (RFC 5321 §4.5.3.1.1). */
const mostBeforeAt = 24

/** The address that receives bounces. */
export const bounceAddress = z.string().transform((text, context) => {
  const read = readAddress(text)
  if (read.ok && read.address.lastIndexOf('@') <= mostBeforeAt) return read.address
  context.addIssue('must be an address such as bounce@example.org, with at most 24 characters before the @')
  return z.NEVER
})

/** The location of its mailbox. */
export const bounceMailbox = z.string().transform((text, context) => {
  const place = readImapAddress(text)
  if (place) return place
  context.addIssue('must be imaps://user:pass@host/INBOX')
  return z.NEVER
})
