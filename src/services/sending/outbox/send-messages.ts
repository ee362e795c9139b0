import { AppError, reasonOf, whySaid } from '../../../core/errors.ts'
import type { Newsroom } from '../../../core/entities/newsroom.ts'
import type { OutgoingMail, SendOutcome } from '../../../mail/outgoing/transport.ts'
import { addressHash } from '../../../core/addresses/address.ts'
import type { Message } from '../../../core/entities/message.ts'
import { whySuppressed, type InForce } from '../../../core/entities/suppression.ts'
import { suppressionKey } from '../../subscribers/suppression-key.ts'
import { endOf, tryAgain } from '../delivery/ledger/attempt-end.ts'
import { forwardMailOf } from './forward-mail.ts'
import { makeMail } from './make-mail.ts'
import { giveUpAt, retryAt } from '../delivery/connections/backoff.ts'
import { findNewsroom } from '../../newsroom/find-digest.ts'
import type { DeliverDeps } from '../../context.ts'
import { openReusedConnection, type ReusedConnection } from '../delivery/connections/reused-connection.ts'
import { openPace, type Pace } from '../limits/pace.ts'
import { isGone } from '../../workers.ts'
import { sendingPause } from '../sending-pause.ts'
import { testMailOf } from './test-mail.ts'
import { english } from '../../../core/said/sentence.ts'
import { said } from '../../../core/said/said.ts'

/** Milliseconds after which the message of a dead sender is free; a living one renews its lease long before. */
const leaseMs = 600_000

/**
 * Sends what is due of the outbox, one by one, as carefully as deliveries: marked as in flight before the first byte. A message of unknown
 * outcome is sent once more automatically. An unavailable SMTP server, a failing store, or a message that cannot be rendered is reported as
 * an event and not thrown: no alert may keep an edition from its readers.
 */
export async function sendMessages(
  context: DeliverDeps,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  try {
    await sendAll(context, signal)
  } catch (error) {
    context.events.emit({
      name: 'outbox.failed',
      message: `messages are not sent yet: ${reasonOf(error)}`,
    })
  }
}

async function sendAll(context: DeliverDeps, signal: AbortSignal): Promise<void> {
  const { store, clock, settings } = context
  const newsroom = await findNewsroom(context)
  if (!newsroom) return
  await recoverMessages(context)
  // While sending is paused, only alerts written since the pause are sent, because they report it.
  const pausedAt = (await sendingPause(context))?.at ?? null
  const lease = () => ({ worker: settings.worker, until: clock.now().add({ milliseconds: leaseMs }) })
  const claim = async (): Promise<Message | null> =>
    signal.aborted ? null : store.messages.claim(clock.now(), lease(), pausedAt)
  let message = await claim()
  if (!message) return
  const pace = openPace(context, signal)
  const transport = await context.mail.transport()
  const connection = openReusedConnection(transport, pace.isWorn)
  const renewal = setInterval(
    () => void (message && store.messages.renew(message, lease()).catch(() => undefined)),
    leaseMs / 3,
  )
  try {
    for (; message; message = await claim()) {
      const outcome = await sendMessage(context, { connection, pace, newsroom, pausedAt }, message)
      // Sending was paused meanwhile, or there is no server: the next call checks again.
      if (outcome === 'withdrawn' || outcome === 'no-server' || outcome === 'lost') break
    }
  } finally {
    clearInterval(renewal)
    await connection.quit()
    await transport.close()
    await pace.close()
  }
}

interface SendingDeps {
  connection: ReusedConnection
  pace: Pace
  newsroom: Newsroom
  pausedAt: Temporal.Instant | null
}

/** Recovers messages of senders that are gone. */
async function recoverMessages({ store, clock }: DeliverDeps): Promise<void> {
  const now = clock.now()
  for (const lease of await store.messages.workers()) {
    if (isGone(lease, now)) await store.messages.recover(lease.worker, now)
  }
  await store.messages.settleUnknown()
}

type MessageEnd = Parameters<DeliverDeps['store']['messages']['finish']>[1]

async function finishMessage(
  { store, clock, metrics }: DeliverDeps,
  message: Message,
  end: MessageEnd,
): Promise<void> {
  await store.messages.finish(message, end, clock.now())
  metrics.count('daywire_messages_total', { outcome: end.to })
}

async function putOff(context: DeliverDeps, message: Message, fault: AppError): Promise<void> {
  const end = tryAgain(retryAt(context, message.attempts), giveUpAt(message.createdAt), fault.says)
  const finished = { from: 'claimed', reply: null, ...end } as const
  await finishMessage(context, message, finished)
  context.events.emit({
    name: 'message.waits',
    message: `a message is not sent yet: ${fault.message}`,
    data: { id: message.id },
  })
}

async function mailOf(context: DeliverDeps, newsroom: Newsroom, message: Message): Promise<Buffer> {
  if (message.content.kind === 'test-mail') return testMailOf(context, message.id, message.content)
  const { id, recipient, content } = message
  if (content.kind === 'forward') return forwardMailOf(context, newsroom, message, content)
  return (await makeMail(context, newsroom, { id, recipient, content })).bytes
}

/** A message that cannot be rendered does not block others: it becomes `failed`, with the template that is broken. */
async function cannotBeMade(context: DeliverDeps, message: Message, error: unknown): Promise<void> {
  const reason = said('message-cannot-be-made', { why: whySaid(error) })
  const finished = { from: 'claimed', to: 'failed', reply: null, reason, nextAttemptAt: null } as const
  await finishMessage(context, message, finished)
  context.events.emit({
    name: 'message.failed',
    message: `message ${message.id}, “${english(message.content.subject)}”, ${english(reason)}`,
    data: { id: message.id },
  })
}

/** Why a message to a reader is not sent, if there is a suppression; messages to the newsroom’s own people are always sent. */
async function suppressionOf(
  { store }: DeliverDeps,
  { recipient, content }: Message,
): Promise<InForce | null> {
  if (content.kind !== 'reader' && content.kind !== 'test-mail') return null
  return store.suppressions.inForce(addressHash(await suppressionKey({ store }), recipient), recipient)
}

async function sendMessage(
  context: DeliverDeps,
  { connection, pace, newsroom, pausedAt }: SendingDeps,
  message: Message,
): Promise<SendOutcome['outcome'] | 'not-made' | 'put-off' | 'no-server' | 'skipped'> {
  const { store, clock, settings } = context
  const finish = (end: MessageEnd) => finishMessage(context, message, end)
  const inForce = await suppressionOf(context, message)
  if (inForce) {
    const reason = whySuppressed(inForce)
    await finish({ from: 'claimed', to: 'skipped', reply: null, reason, nextAttemptAt: null })
    return 'skipped'
  }
  let mail: Buffer
  try {
    mail = await mailOf(context, newsroom, message)
  } catch (error) {
    await cannotBeMade(context, message, error)
    return 'not-made'
  }
  const leave = await pace.leave(message.recipient)
  if (!leave.ok) {
    const { until, reason } = leave
    await finish({
      from: 'claimed',
      to: until ? 'deferred' : 'queued',
      reply: null,
      reason,
      nextAttemptAt: until,
    })
    return 'put-off'
  }
  const state = { inflight: false }
  const sent = await sendOver(connection, state, {
    from: newsroom.sender.email,
    to: message.recipient,
    size: mail.length,
    body: () => mail,
    beforeBody: async () => {
      state.inflight = await store.messages.markInflight(message, settings.worker, clock.now(), pausedAt)
      return state.inflight
    },
  })
  if ('fault' in sent) {
    leave.cancel()
    await putOff(context, message, sent.fault)
    return 'no-server'
  }
  const { outcome } = sent
  const stated = outcome.outcome === 'deferred' ? outcome.retryAfter : null
  const next = retryAt(context, message.attempts, stated)
  await finish(endOf(outcome, state.inflight, next, giveUpAt(message.createdAt)))
  await leave.end(outcome, message.attempts <= 1)
  return outcome.outcome
}

/** Sends over the current connection, and over others if it was lost before the body, until a fresh one was lost as well. */
async function sendOver(
  connection: ReusedConnection,
  state: { inflight: boolean },
  mail: OutgoingMail,
): Promise<{ outcome: SendOutcome } | { fault: AppError }> {
  for (;;) {
    const session = await connection.session().catch((error: unknown) => faultOf(error))
    if ('fault' in session) return session
    const outcome = await session.send(mail)
    if (outcome.outcome !== 'lost' || outcome.isFresh || state.inflight) return { outcome }
  }
}

/** An unavailable server is reported; anything else is a bug and thrown. */
function faultOf(error: unknown): { fault: AppError } {
  if (error instanceof AppError) return { fault: error }
  throw error
}
