import type { TestMail } from '../../../core/entities/messages/test-mail.ts'
import type { Context } from '../../context.ts'

/** A test mail as sent: it has a Message-ID of its own, because mailboxes discard one that they have seen. */
export function testMailOf(
  { mail, settings }: Pick<Context, 'mail' | 'settings'>,
  message: number,
  content: TestMail,
): Buffer {
  // No subscriber has an id below 1.
  const id = mail.messageId(content.edition, -message, new URL(settings.publicUrl).hostname)
  return Buffer.from(content.mail.replace(/^Message-ID: .*$/m, `Message-ID: ${id}`), 'latin1')
}
