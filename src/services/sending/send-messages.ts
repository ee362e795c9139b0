import { AppError, reasonOf } from '../../core/errors.ts'
import type { Newsroom } from '../../core/newsroom.ts'
import type { SendOutcome, Session, Transport } from '../../mail/transport.ts'
import type { Message } from '../../store/messages.ts'
import { giveUpAt, retryAt } from './backoff.ts'
import { findNewsroom } from '../newsroom/find-digest.ts'
import type { DeliverRoom } from '../house.ts'
import { hasEnded } from './recover.ts'
import { sendingPause } from './sending-pause.ts'

/** In milliseconds; one mail takes far less, and another sender waits no longer. */
const leaseMs = 600_000

/**
 * Sends what is due of the outbox, one by one, with the care of deliveries: in flight before the first byte. What nobody
 * knows of is sent once more by itself. An SMTP server that cannot be had, or a message that cannot be made, is told as
 * an event and thrown by nobody: no alert may keep an edition from its readers.
 */
export async function sendMessages(
  house: DeliverRoom,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  const { store, clock, settings } = house
  const newsroom = await findNewsroom(house)
  if (!newsroom) return
  await recoverMessages(house)
  // Paused sending lets only the alerts leave that were written since, which tell of it.
  const pausedAt = (await sendingPause(house))?.at ?? null
  const claim = async (): Promise<Message | null> => {
    if (signal.aborted) return null
    const now = clock.now()
    const lease = { worker: settings.worker, until: now.add({ milliseconds: leaseMs }) }
    return store.messages.claim(now, lease, pausedAt)
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
      // Paused meanwhile: whoever is called next reads since when.
      if ((await sendMessage(house, session, newsroom, message, pausedAt)) === 'withdrawn') break
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
async function recoverMessages({ store, clock }: DeliverRoom): Promise<void> {
  const now = clock.now()
  for (const { worker, leaseUntil } of await store.messages.workers()) {
    if (leaseUntil > now.epochMilliseconds && !hasEnded(worker)) continue
    await store.messages.recover(worker, now)
  }
  await store.messages.settleUnknown()
}

async function putOff(house: DeliverRoom, message: Message, fault: AppError): Promise<void> {
  const finished = { from: 'claimed', reply: null, ...later(house, message, fault.message) } as const
  await house.store.messages.finish(message, finished, house.clock.now())
  house.events.emit({ level: 'warn', name: 'message.waits', message: `messages wait: ${fault.message}` })
}

/** Another try a while later, or none once a day has passed: by then it is no news. */
function later(house: DeliverRoom, { attempts, createdAt }: Message, reason: string | null) {
  const nextAttemptAt = retryAt(house, attempts)
  return Temporal.Instant.compare(nextAttemptAt, giveUpAt(createdAt)) > 0
    ? {
        to: 'failed' as const,
        nextAttemptAt: null,
        reason: `given up after a day${reason ? `: ${reason}` : ''}`,
      }
    : { to: 'deferred' as const, nextAttemptAt, reason }
}

async function mailOf(house: DeliverRoom, newsroom: Newsroom, message: Message): Promise<Buffer> {
  const { html, text } = await house.renderer.message(message.content, newsroom)
  return house.mail.singleMail({
    id: message.id,
    host: new URL(house.settings.publicUrl).hostname,
    from: newsroom.sender,
    to: message.recipient,
    at: house.clock.now(),
    subject: message.content.subject,
    html,
    text,
  })
}

/** A message that cannot be made waits for nobody: it is `failed`, with the template that broke. */
async function cannotBeMade(house: DeliverRoom, message: Message, error: unknown): Promise<void> {
  const reason = `cannot be made: ${reasonOf(error)}`
  const finished = { from: 'claimed', to: 'failed', reply: null, reason, nextAttemptAt: null } as const
  await house.store.messages.finish(message, finished, house.clock.now())
  const told = `“${message.content.subject}” to ${message.recipient} ${reason}`
  house.events.emit({ level: 'error', name: 'message.failed', message: told })
}

async function sendMessage(
  house: DeliverRoom,
  session: Session,
  newsroom: Newsroom,
  message: Message,
  pausedAt: Temporal.Instant | null,
): Promise<SendOutcome['outcome'] | 'not made'> {
  const { store, clock, settings } = house
  let mail: Buffer
  try {
    mail = await mailOf(house, newsroom, message)
  } catch (error) {
    await cannotBeMade(house, message, error)
    return 'not made'
  }
  const state = { inflight: false }
  const outcome = await session.send({
    from: newsroom.sender.email,
    to: message.recipient,
    size: mail.length,
    body: () => mail,
    beforeBody: async () => {
      state.inflight = await store.messages.markInflight(message, settings.worker, clock.now(), pausedAt)
      return state.inflight
    },
  })
  await store.messages.finish(message, finishOf(house, message, outcome, state.inflight), clock.now())
  return outcome.outcome
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
    case 'deferred':
      return { from, reply: outcome.reply, ...later(house, message, null) }
    case 'withdrawn':
      return { ...nothing, from: 'claimed' as const, to: 'queued' as const }
  }
}
