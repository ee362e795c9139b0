import type { TemplatedContent } from '../../../core/entities/message.ts'
import { said, type Said } from '../../../core/said/said.ts'
import { sealLink } from '../../sending/outbox/sealed-links.ts'
import type { Context } from '../../context.ts'
import { linkTerms, type LinkKind } from './link-terms.ts'

/** The message with a one-time link, for the outbox. */
export function linkMessage(
  context: Pick<Context, 'linkKeys' | 'random'>,
  newsroom: string,
  kind: Exclude<LinkKind, 'demo'>,
  link: string,
): Extract<TemplatedContent, { kind: 'account-link' }> {
  const isNew = kind === 'invitation'
  return {
    kind: 'account-link',
    subject: said(isNew ? 'invitation-subject' : 'new-link-subject', { newsroom }),
    lead: said(isNew ? 'invitation-lead' : 'new-link-lead', { newsroom }),
    sealedLink: sealLink(context, link),
    action: said(isNew ? 'invitation-action' : 'new-link-action'),
    advice: said('one-time-link-advice', { time: timeOf(linkTerms[kind].hours) }),
  }
}

const timeOf = (hours: number): Said =>
  hours > 48 ? said('days', { count: hours / 24 }) : said('hours', { count: hours })
