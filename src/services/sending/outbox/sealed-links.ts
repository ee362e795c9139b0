import type { MailLink } from '../../../core/entities/messages/reader-mail.ts'
import type { TemplatedContent } from '../../../core/entities/message.ts'
import { seal, unseal } from '../../../core/seal.ts'
import type { Context } from '../../context.ts'

const purpose = 'link of a message'

/** An address as a message of the outbox keeps it, whose rows open nothing to those who read them. */
export function sealLink({ linkKeys, random }: Pick<Context, 'linkKeys' | 'random'>, link: string): string {
  return seal(linkKeys, random, purpose, link)
}

/** A message as it is rendered, its links opened. One sealed by a key that is gone leads to the home page. */
export function withLinks(
  { linkKeys, settings }: Pick<Context, 'linkKeys' | 'settings'>,
  content: TemplatedContent,
): TemplatedContent {
  const opened = (link: string): string => unseal(linkKeys, purpose, link) ?? settings.publicUrl
  const each = (links: MailLink[]) => links.map(({ label, link }) => ({ label, link: opened(link) }))
  if (content.kind === 'account-link') return { ...content, sealedLink: opened(content.sealedLink) }
  if (content.kind !== 'reader') return content
  const [button = content.button] = each([content.button])
  return { ...content, button, links: each(content.links), pages: each(content.pages) }
}
