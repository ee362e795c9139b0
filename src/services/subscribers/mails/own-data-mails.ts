import { contactOf } from '../../../core/entities/contact.ts'
import { ownLinkHours } from '../../../core/entities/own-link.ts'
import { newAddressPath, ownDataPath, subscribePath } from '../../../core/links.ts'
import { said } from '../../../core/said/said.ts'
import { mailLink, readerMail, type MailMaking } from './reader-mails.ts'

/** A one-time link to a subscriber's data, only for the owner of the mailbox. */
export function ownLinkMail(making: MailMaking, token: string) {
  return readerMail(
    making,
    {
      subject: said('own-link-subject', { digest: making.digest.name }),
      lead: said('own-link-lead'),
      advice: said('own-link-advice', { count: ownLinkHours.data }),
      why: said('why-own-link', { newsroom: making.newsroom.name }),
    },
    mailLink(making, said('own-link-button'), ownDataPath(token)),
  )
}

/** Asks the owner of an address whether a subscription should be sent there. */
export function newAddressMail(making: MailMaking, token: string) {
  const digest = making.digest.name
  return readerMail(
    making,
    {
      subject: said('new-address-subject', { digest }),
      lead: said('new-address-lead', { digest }),
      advice: said('new-address-advice', { hours: ownLinkHours.address }),
      why: said('why-new-address', { newsroom: making.newsroom.name }),
    },
    mailLink(making, said('new-address-button'), newAddressPath(token)),
  )
}

/** Informs the old address that it was replaced. */
export function oldAddressMail(making: MailMaking) {
  const { newsroom, digest } = making
  return readerMail(
    making,
    {
      subject: said('old-address-subject', { digest: digest.name }),
      lead: said('old-address-lead', { digest: digest.name }),
      advice: said('old-address-advice', { contact: contactOf(newsroom) }),
      why: said('why-old-address', { newsroom: newsroom.name }),
    },
    mailLink(making, said('old-address-button'), subscribePath(digest.key)),
  )
}
