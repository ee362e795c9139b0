import type { TemplatedContent } from '../../core/entities/message.ts'
import { absolute, ownAlertsPath } from '../../core/links.ts'
import type { Context } from '../context.ts'

/** A message for rendering: an alert with the URLs of its page and, for an account, of its choice of alerts. */
export function withPages(
  { settings: { publicUrl } }: Pick<Context, 'settings'>,
  content: TemplatedContent,
): TemplatedContent {
  if (content.kind !== 'alert') return content
  const { page = '', isChosen = false } = content
  const addresses = {
    pageUrl: page === '' ? '' : absolute(publicUrl, page),
    choicesUrl: isChosen ? absolute(publicUrl, ownAlertsPath) : '',
  }
  return { ...content, ...addresses }
}
