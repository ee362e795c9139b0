import type { TemplatedContent } from '../../../core/entities/message.ts'
import { said } from '../../../core/said/said.ts'
import { seal, unseal } from '../../../core/seal.ts'
import type { Context } from '../../context.ts'
import { linkTerms, type LinkKind } from './link-terms.ts'

const purpose = 'link of a message'

/** The mail that brings a one-time link, as the outbox keeps it. */
export function linkMessage(
  { linkKeys, random }: Pick<Context, 'linkKeys' | 'random'>,
  newsroom: string,
  kind: Exclude<LinkKind, 'demo'>,
  link: string,
): Extract<TemplatedContent, { kind: 'account-link' }> {
  const isNew = kind === 'invitation'
  return {
    kind: 'account-link',
    subject: said(isNew ? 'invitation-subject' : 'new-link-subject', { newsroom }),
    lead: said(isNew ? 'invitation-lead' : 'new-link-lead', { newsroom }),
    sealedLink: seal(linkKeys, random, purpose, link),
    action: said(isNew ? 'invitation-action' : 'new-link-action'),
    advice: said('one-time-link-advice', { hours: linkTerms[kind].hours }),
  }
}

/** A message as it is rendered, its link opened. A link sealed by a key that is gone leads nowhere. */
export function withLink(
  { linkKeys, settings }: Pick<Context, 'linkKeys' | 'settings'>,
  content: TemplatedContent,
): TemplatedContent {
  if (content.kind !== 'account-link') return content
  return { ...content, sealedLink: unseal(linkKeys, purpose, content.sealedLink) ?? settings.publicUrl }
}
