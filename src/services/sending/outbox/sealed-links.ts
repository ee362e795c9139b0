import type { MailLink } from '../../../core/entities/messages/reader-mail.ts'
import type { TemplatedContent } from '../../../core/entities/message.ts'
import { seal, unseal } from '../../../core/seal.ts'
import type { Context } from '../../context.ts'

const purpose = 'link of a message'

/** Encrypts a link for the outbox, so that whoever reads its rows can open nothing. */
export function sealLink({ linkKeys, random }: Pick<Context, 'linkKeys' | 'random'>, link: string): string {
  return seal(linkKeys, random, purpose, link)
}

/** A message with its links decrypted, for rendering. A link whose key is gone leads to the home page. */
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
