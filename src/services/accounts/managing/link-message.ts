import type { TemplatedContent } from '../../../core/entities/message.ts'
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
  const isInvitation = kind === 'invitation'
  const { hours } = linkTerms[kind]
  const holds = hours % 24 === 0 && hours > 24 ? `${hours / 24} days` : `${hours} hours`
  return {
    kind: 'account-link',
    subject: isInvitation ? `Your account at ${newsroom}` : `Sign in to ${newsroom}`,
    lead: isInvitation
      ? `You are invited to work on ${newsroom}. Choose how you sign in.`
      : `With this link you choose anew how you sign in to ${newsroom}.`,
    sealedLink: seal(linkKeys, random, purpose, link),
    action: isInvitation ? 'Set up your account' : 'Choose how to sign in',
    advice: `The link works once, within ${holds}. Do not forward it: whoever opens it first has it. If you expected no such mail, do nothing, and tell the newsroom.`,
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
