import { contactOf } from '../../../core/entities/contact.ts'
import { absolute } from '../../../core/links.ts'
import { mostKept } from '../../../core/entities/feedback/message-size.ts'
import type { MessageContent } from '../../../core/entities/message.ts'
import type { Newsroom } from '../../../core/entities/newsroom.ts'
import { said } from '../../../core/said/said.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { writeMessage } from '../../sending/outbox/write-message.ts'
import type { IncomingReply, ReplyReader } from './incoming-reply.ts'

/** Where admins decide about what people wrote, below the public URL. */
const repliesPage = 'desk/readers/came-back/replies'

const knownBy = {
  'return-path': 'forward-known-by-return-path',
  sender: 'forward-known-by-sender',
} as const

/** Writes a person's message to the outbox, to be forwarded to the newsroom's contact; returns its id there. */
export async function forwardReply(
  tx: Transaction,
  { settings: { publicUrl } }: Pick<Context, 'settings'>,
  newsroom: Newsroom,
  { report, personalMessage, bytes, at }: IncomingReply,
  reader: ReplyReader | null,
): Promise<number> {
  const { from, subject } = report
  const content: MessageContent = {
    kind: 'forward',
    subject: subject === '' ? said('forward-no-subject') : said('forward-subject', { subject }),
    lead: [
      said(from === '' ? 'forward-from-nobody' : 'forward-from', { from }),
      said(reader ? knownBy[reader.knownBy] : 'forward-from-stranger'),
      ...(personalMessage.asksToLeave ? [said('forward-asks-to-leave')] : []),
      said('forward-page', { url: absolute(publicUrl, repliesPage) }),
      ...(bytes.length > mostKept ? [said('forward-cut')] : []),
    ],
    replyTo: from,
    original: Buffer.from(bytes.subarray(0, mostKept)).toString('latin1'),
  }
  return writeMessage(tx, contactOf(newsroom), content, at, { subscriberId: reader?.subscriberId ?? null })
}
