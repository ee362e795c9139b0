import { ownPagesIn, type OwnPages } from '../../../core/entities/own-pages.ts'
import type { Digest, Newsroom } from '../../../core/entities/newsroom.ts'
import type { ArchivedEdition } from '../../../core/entities/archive/archive.ts'
import type { MailLink, ReaderMail } from '../../../core/entities/messages/reader-mail.ts'
import { ownPageLabels } from '../../../core/said/own-page-labels.ts'
import { confirmationDays } from '../../../core/entities/sign-up.ts'
import { absolute, confirmPath, editionPath, topicsPath, unsubscribePath } from '../../../core/links.ts'
import { said, type Said } from '../../../core/said/said.ts'
import { signLink, signToken, type LinkOf } from '../../../core/token.ts'
import type { Context } from '../../context.ts'
import { requireNewsroom } from '../../newsroom/find-digest.ts'
import { listOwnPages } from '../../newsroom/own-pages/own-pages.ts'
import { sealLink } from '../../sending/outbox/sealed-links.ts'
import { undoDays } from '../leaving/undo-unsubscribe.ts'

type Deps = Pick<Context, 'linkKeys' | 'random' | 'settings'>

/** What e-mails to readers are made with: the newsroom, the digest, and what signs links. */
export interface MailMaking {
  context: Deps
  newsroom: Newsroom
  digest: Digest
  /** The newsroom's own pages that exist. */
  ownPages: OwnPages
}

/** Reads what e-mails to a digest's readers are made with. Throws `bad-config` if there is no newsroom. */
export async function openMailMaking(
  context: Deps & Pick<Context, 'store'>,
  digest: Digest,
): Promise<MailMaking> {
  const newsroom = await requireNewsroom(context)
  return { context, newsroom, digest, ownPages: await listOwnPages(context.store) }
}

type Content = { kind: 'reader' } & ReaderMail

type Words = Pick<ReaderMail, 'subject' | 'lead' | 'advice' | 'why'>

/** A link below the public URL. */
export function mailLink({ context }: MailMaking, label: Said, path: string): MailLink {
  return { label, link: sealLink(context, absolute(context.settings.publicUrl, path)) }
}

/** An e-mail in the language of its digest. */
export function readerMail(
  making: MailMaking,
  words: Words,
  button: MailLink,
  links: MailLink[] = [],
): Content {
  const { digest, ownPages } = making
  const pages = ownPagesIn(ownPages).map((name) => mailLink(making, ownPageLabels[name], name))
  return { kind: 'reader', language: digest.language, digest: digest.name, ...words, button, links, pages }
}

/** Asks the owner of the mailbox whether they want the digest. Contains nothing that was typed. `from`: the origin of the address. */
export function confirmationMail(
  making: MailMaking,
  signUp: number,
  from: 'form' | 'import' = 'form',
): Content {
  const digest = making.digest.name
  const token = signToken(making.context.linkKeys, signUp, 'confirmation')
  return readerMail(
    making,
    {
      subject: said('confirm-subject', { digest }),
      lead: said('confirm-lead', { digest }),
      advice: said('confirm-advice', { days: confirmationDays }),
      why: said(from === 'form' ? 'why-form' : 'why-import', { newsroom: making.newsroom.name }),
    },
    mailLink(making, said('confirm-button'), confirmPath(token)),
  )
}

/** For somebody who signs up again: nothing changes, and it contains their link. */
export function alreadyMail(making: MailMaking, subscription: LinkOf): Content {
  const digest = making.digest.name
  const token = signLink(making.context.linkKeys, subscription)
  return readerMail(
    making,
    {
      subject: said('already-subject', { digest }),
      lead: said('already-lead', { digest }),
      advice: said('already-advice'),
      why: said('why-form', { newsroom: making.newsroom.name }),
    },
    mailLink(making, said('already-button'), topicsPath(token)),
  )
}

/** The first e-mail of a subscription, with the newest edition, if there is one. */
export function welcomeMail(
  making: MailMaking,
  subscription: LinkOf,
  newest: ArchivedEdition | null,
): Content {
  const digest = making.digest.name
  const token = signLink(making.context.linkKeys, subscription)
  const editions = newest ? [editionPath(newest)] : []
  return readerMail(
    making,
    {
      subject: said('welcome-subject', { digest }),
      lead: said('welcome-lead', { digest }),
      advice: said('welcome-advice'),
      why: said('why-confirmed', { newsroom: making.newsroom.name }),
    },
    mailLink(making, said('welcome-button'), topicsPath(token)),
    [
      ...editions.map((path) => mailLink(making, said('newest-edition-link'), path)),
      mailLink(making, said('unsubscribe-link'), unsubscribePath(token)),
    ],
  )
}

/** The last e-mail of one or more subscriptions that ended together, by name; its link undoes that. */
export function farewellMail(making: MailMaking, subscription: LinkOf, names: readonly string[]): Content {
  const { language } = making.digest
  const digest = new Intl.ListFormat(language, { type: 'conjunction' }).format(
    names.length > 0 ? names : [making.digest.name],
  )
  const token = signLink(making.context.linkKeys, subscription)
  return readerMail(
    making,
    {
      subject: said('farewell-subject', { digest }),
      lead: said('farewell-lead', { digest }),
      advice: said('farewell-advice', { days: undoDays }),
      why: said('why-left', { newsroom: making.newsroom.name }),
    },
    mailLink(making, said('farewell-button'), unsubscribePath(token)),
  )
}
