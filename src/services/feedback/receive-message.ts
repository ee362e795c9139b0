import { createHash } from 'node:crypto'
import { readAddress } from '../../core/addresses/address.ts'
import type { Actor } from '../../core/entities/actor.ts'
import type { FeedbackOutcome } from '../../core/entities/feedback/feedback.ts'
import type { Report, ReportedRecipient } from '../../core/entities/feedback/report.ts'
import { requirePermission } from '../../core/permissions.ts'
import type { Transaction } from '../../store/store.ts'
import type { Context } from '../context.ts'
import { judge } from './judging/judge.ts'
import { countFeedback } from './count-feedback.ts'
import { keepOnce, keyOf, storable } from './keep-once.ts'
import { matchOf, tagOf, type Match } from './match.ts'
import { keepReply } from './replies/keep-reply.ts'

export type FeedbackDeps = Pick<
  Context,
  'store' | 'clock' | 'events' | 'metrics' | 'settings' | 'linkKeys' | 'reports'
>

/** An incoming message. */
export interface Incoming {
  bytes: Uint8Array
  /** The recipient in its envelope, if the mail server passes it on: the return path of an e-mail. */
  envelope: string | null
}

export interface Received {
  kind: Report['kind']
  /** One per recipient; null if the same was stored before. */
  outcomes: (FeedbackOutcome | null)[]
  /** What was not read of it. */
  limits: Report['limits']
}

/**
 * Parses a message, stores what it says of each recipient once, and acts on it, in one transaction. Throws `busy` if it cannot be parsed
 * now.
 */
export async function receiveMessage(
  context: FeedbackDeps,
  { bytes, envelope }: Incoming,
  actor: Actor,
): Promise<Received> {
  requirePermission(actor, 'change-suppressions', null)
  const report = withLimit(storable(await context.reports.read(bytes)))
  const outcomes = await context.store.transaction(async (tx) => {
    const match = await matchOf(tx, tagOf(context, report, envelope))
    const found: Received['outcomes'] = []
    for (const [at, recipient] of recipientsOf(report, match).slice(0, mostOfOne).entries())
      found.push(await keepMail(tx, context, { report, recipient, match, actor, bytes, isBrief: at > 0 }))
    return found
  })
  for (const outcome of outcomes) countFeedback(context, { kind: report.kind, outcome })
  return { kind: report.kind, outcomes, limits: report.limits }
}

/** Recipients of a report that are stored: each of our e-mails has one, and a few lines from outside must not make hundreds of rows. */
const mostOfOne = 20

const withLimit = (report: Report): Report =>
  report.recipients.length <= mostOfOne || report.limits.includes('recipients')
    ? report
    : { ...report, limits: [...report.limits, 'recipients'] }

interface ReportOfOne {
  report: Report
  recipient: ReportedRecipient
  match: Match | null
  actor: Actor
  bytes: Uint8Array
  isBrief: boolean
}

async function keepMail(
  tx: Transaction,
  context: FeedbackDeps,
  { report, recipient, match, actor, bytes, isBrief }: ReportOfOne,
): Promise<FeedbackOutcome | null> {
  const at = context.clock.now()
  const { kind, feedbackType, messageId, personalMessage, limits } = report
  const id = messageId === '' ? createHash('sha256').update(bytes).digest('hex') : messageId
  const about = match ? `${match.subscriberId}/${match.editionId}` : ''
  const key = keyOf(id, { kind, recipient, about })
  const row = {
    key,
    kind,
    recipient,
    match,
    from: report.from,
    subject: report.subject,
    message: bytes,
    isBrief,
    limits,
  }
  if (personalMessage)
    return keepOnce(
      tx,
      row,
      at,
      async () => 'reply',
      (feedbackId) => keepReply(tx, context, { feedbackId, report, personalMessage, match, bytes, at }),
    )
  return keepOnce(tx, row, at, async () =>
    match ? judge(tx, context, { kind, feedbackType, recipient, match, actor, at }) : 'unmatched',
  )
}

/** The recipients that it names, the reader of the e-mail first; if it names none, its sender, or nobody in particular. */
function recipientsOf({ kind, recipients, from, subject }: Report, match: Match | null): ReportedRecipient[] {
  if (recipients.length > 0)
    return recipients.toSorted((a, b) => Number(isReader(b, match)) - Number(isReader(a, match)))
  const isBounce = kind === 'bounce'
  return [
    {
      address: isBounce && match ? null : from === '' ? null : from,
      status: '',
      reply: '',
      reason: isBounce ? 'unknown' : 'message',
      hard: false,
      delayed: false,
      says: subject,
    },
  ]
}

function isReader({ address }: ReportedRecipient, match: Match | null): boolean {
  if (match === null || address === null) return false
  const read = readAddress(address)
  return read.ok && read.address.toLowerCase() === match.subscription.email.toLowerCase()
}
