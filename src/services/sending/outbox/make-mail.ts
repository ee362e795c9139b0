import { languageOf, type TemplatedContent } from '../../../core/entities/message.ts'
import type { Newsroom } from '../../../core/entities/newsroom.ts'
import { sentence } from '../../../wording/wording.ts'
import { withPages } from '../../alerts/alert-pages.ts'
import type { Context } from '../../context.ts'
import { withLinks } from './sealed-links.ts'

/** An e-mail that is no digest, as sent after DATA, and its parts. */
export interface MadeMail {
  subject: string
  html: string
  text: string
  bytes: Buffer
}

/** Renders the e-mail of a message, for sending and for previews alike. Throws `template-broken` naming the file. */
export async function makeMail(
  context: Pick<Context, 'renderer' | 'mail' | 'clock' | 'linkKeys' | 'settings'>,
  newsroom: Newsroom,
  { id, recipient, content }: { id: number; recipient: string; content: TemplatedContent },
): Promise<MadeMail> {
  const opened = withPages(context, withLinks(context, content))
  const { html, text } = await context.renderer.message(opened, newsroom)
  const subject = sentence(languageOf(opened, newsroom), opened.subject)
  const bytes = context.mail.singleMail({
    id,
    host: new URL(context.settings.publicUrl).hostname,
    from: newsroom.sender,
    to: recipient,
    at: context.clock.now(),
    subject,
    html,
    text,
  })
  return { subject, html, text, bytes }
}
