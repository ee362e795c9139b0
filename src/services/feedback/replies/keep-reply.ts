import { contactOf } from '../../../core/entities/contact.ts'
import { readAddress, addressHash } from '../../../core/addresses/address.ts'
import type { Forwarding } from '../../../core/entities/feedback/reply.ts'
import type { Newsroom } from '../../../core/entities/newsroom.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { suppressionKey } from '../../subscribers/suppression-key.ts'
import type { Match } from '../match.ts'
import { forwardReply } from './forward-reply.ts'
import type { IncomingReply, ReplyReader } from './incoming-reply.ts'
import { takeForSender, takeForSite, takeForText } from './reply-budgets.ts'

type Deps = Pick<Context, 'settings'>

/** Characters stored of a stranger's message once the day's budget for whole texts is used up. */
const shortText = 500

/** Stores what a person wrote, and forwards it to the newsroom's contact, in the transaction that stores its row. */
export async function keepReply(tx: Transaction, context: Deps, reply: IncomingReply): Promise<void> {
  const { feedbackId, report, personalMessage, match } = reply
  const newsroom = await tx.newsroom.get()
  const reader = await readerOf(tx, report.from, match)
  const isFree = reader !== null || (await takeForText(tx, reply.at))
  const forwarding = newsroom
    ? await forwardingOf(tx, context, newsroom, reply, reader !== null)
    : 'no-contact'
  const isForwarded = newsroom !== null && forwarding === 'forwarded'
  const messageId = isForwarded ? await forwardReply(tx, context, newsroom, reply, reader) : null
  await tx.replies.add({
    feedbackId,
    text: isFree ? personalMessage.text : personalMessage.text.slice(0, shortText),
    asksToLeave: personalMessage.asksToLeave,
    subscriberId: reader?.subscriberId ?? null,
    knownBy: reader?.knownBy ?? null,
    forwarding,
    messageId,
  })
}

async function readerOf(tx: Transaction, from: string, match: Match | null): Promise<ReplyReader | null> {
  if (match) return { subscriberId: match.subscriberId, knownBy: 'return-path' }
  const read = readAddress(from)
  const id = read.ok
    ? await tx.subscribers.idOf(addressHash(await suppressionKey({ store: tx }), read.address))
    : null
  return id === null ? null : { subscriberId: id, knownBy: 'sender' }
}

/** Whether it is forwarded: not back to its sender, and not more often than people write. */
async function forwardingOf(
  tx: Transaction,
  { settings: { bounceAddress } }: Deps,
  newsroom: Newsroom,
  { report, at }: IncomingReply,
  isReader: boolean,
): Promise<Forwarding> {
  const bare = (address: string): string => address.toLowerCase().replace(/\+[^@]*@/, '@')
  const bounces = bare(bounceAddress ?? '')
  const contact = contactOf(newsroom)
  const from = bare(report.from)
  if ([bounces, bare(newsroom.sender.email), bare(contact)].includes(from)) return 'own'
  if (bare(contact) === bounces) return 'no-contact'
  const isFree =
    (await takeForSender(tx, await suppressionKey({ store: tx }), from, at)) &&
    (await takeForSite(tx, isReader, at))
  return isFree ? 'forwarded' : 'too-many'
}
