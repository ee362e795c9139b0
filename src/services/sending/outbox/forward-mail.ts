import type { Forward } from '../../../core/entities/messages/forward.ts'
import type { Message } from '../../../core/entities/message.ts'
import type { Newsroom } from '../../../core/entities/newsroom.ts'
import { sentence } from '../../../wording/wording.ts'
import type { Context } from '../../context.ts'

/** A message from a reader, forwarded to the newsroom's contact. */
export function forwardMailOf(
  { mail, settings, clock }: Pick<Context, 'mail' | 'settings' | 'clock'>,
  newsroom: Newsroom,
  { id, recipient }: Pick<Message, 'id' | 'recipient'>,
  { subject, lead, replyTo, original }: Forward,
): Buffer {
  return mail.forwardedMail({
    id,
    host: new URL(settings.publicUrl).hostname,
    from: newsroom.sender,
    to: recipient,
    replyTo,
    at: clock.now(),
    subject: sentence(newsroom.language, subject),
    text: lead.map((each) => sentence(newsroom.language, each)).join('\n\n'),
    original,
  })
}
