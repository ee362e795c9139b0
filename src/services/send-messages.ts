import { AppError } from '../core/errors.ts'
import type { SendOutcome, Session, Transport } from '../mail/transport.ts'
import type { Message } from '../store/messages.ts'
import { giveUpAt, retryAt } from './backoff.ts'
import { findNewsroom } from './find-digest.ts'
import type { DeliverRoom } from './house.ts'
import { hasEnded } from './recover.ts'

/** In milliseconds; one mail takes far less, and another sender waits no longer. */
const leaseMs = 600_000

/**
 * Sends what is due of the outbox, one by one, with the care of deliveries: in flight before the first byte. What nobody
 * knows of is sent once more by itself. An SMTP server that cannot be had is told as an event: what waits stays.
 */
export async function sendMessages(
  house: DeliverRoom,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  const { store, clock, settings } = house
  await recoverMessages(house)
  const claim = async (): Promise<Message | null> => {
    if (signal.aborted || (await store.newsroom.setting('sending-paused')) !== null) return null
    const now = clock.now()
    return store.messages.claim(now, { worker: settings.worker, until: now.add({ milliseconds: leaseMs }) })
  }
  let message = await claim()
  if (!message) return
  const line: Line = { transport: null, session: null }
  try {
    for (; message; message = await claim()) {
      const session = await sessionOf(house, line).catch((error: unknown) => faultOf(error))
      if ('fault' in session) {
        await putOff(house, message, session.fault)
        break
      }
      await sendMessage(house, session, message)
    }
  } finally {
    await line.session?.quit()
    await line.transport?.close()
  }
}

interface Line {
  transport: Transport | null
  session: Session | null
}

async function sessionOf(house: DeliverRoom, line: Line): Promise<Session> {
  line.transport ??= await house.mail.transport()
  if (!line.session?.usable) line.session = await line.transport.open()
  return line.session
}

/** A server that cannot be had is told; anything else is a fault of ours. */
function faultOf(error: unknown): { fault: AppError } {
  if (error instanceof AppError) return { fault: error }
  throw error
}

/** Takes back what senders that are gone held. */
async function recoverMessages({ store, clock, settings }: DeliverRoom): Promise<void> {
  const now = clock.now()
  for (const { worker, leaseUntil } of await store.messages.workers()) {
    if (worker === settings.worker || (leaseUntil > now.epochMilliseconds && !hasEnded(worker))) continue
    await store.messages.recover(worker, now)
  }
  await store.messages.settleUnknown()
}

async function putOff(house: DeliverRoom, message: Message, fault: AppError): Promise<void> {
  const nextAttemptAt = retryAt(house, message.attempts)
  const finished = {
    from: 'claimed',
    to: 'deferred',
    reply: null,
    reason: fault.message,
    nextAttemptAt,
  } as const
  await house.store.messages.finish(message, finished, house.clock.now())
  house.events.emit({ level: 'warn', name: 'message.waits', message: `messages wait: ${fault.message}` })
}

async function sendMessage(house: DeliverRoom, session: Session, message: Message): Promise<void> {
  const { store, clock, settings } = house
  const newsroom = await findNewsroom(house)
  if (!newsroom) return
  const { html, text } = await house.renderer.message(message.content, newsroom)
  const mail = await house.mail.singleMail({
    id: message.id,
    host: new URL(settings.publicUrl).hostname,
    from: newsroom.sender,
    to: message.recipient,
    at: clock.now(),
    subject: message.content.subject,
    html,
    text,
  })
  const state = { inflight: false }
  const outcome = await session.send({
    from: newsroom.sender.email,
    to: message.recipient,
    size: mail.length,
    body: () => mail,
    beforeBody: async () => {
      state.inflight = await store.messages.markInflight(message, settings.worker, clock.now())
      return state.inflight
    },
  })
  await store.messages.finish(message, finishOf(house, message, outcome, state.inflight), clock.now())
}

function finishOf(house: DeliverRoom, message: Message, outcome: SendOutcome, inflight: boolean) {
  const from = inflight ? ('inflight' as const) : ('claimed' as const)
  const nothing = { reply: null, reason: null, nextAttemptAt: null }
  switch (outcome.outcome) {
    case 'sent':
      return { ...nothing, from, to: 'sent' as const, reply: outcome.reply }
    case 'unknown':
      return { ...nothing, from, to: 'unknown' as const, reply: outcome.reply }
    case 'failed':
      return {
        ...nothing,
        from,
        to: 'failed' as const,
        reply: outcome.reply,
        reason: `refused at ${outcome.stage}`,
      }
    case 'deferred': {
      const next = retryAt(house, message.attempts)
      const late = Temporal.Instant.compare(next, giveUpAt(message.createdAt)) > 0
      return late
        ? { ...nothing, from, to: 'failed' as const, reply: outcome.reply, reason: 'given up after a day' }
        : { ...nothing, from, to: 'deferred' as const, reply: outcome.reply, nextAttemptAt: next }
    }
    case 'withdrawn':
      return { ...nothing, from: 'claimed' as const, to: 'queued' as const }
  }
}
