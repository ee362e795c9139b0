import { createHash } from 'node:crypto'
import type { Actor } from '../../core/entities/actor.ts'
import type { FeedbackOutcome, NewFeedback } from '../../core/entities/feedback/feedback.ts'
import type { Report, ReportedRecipient } from '../../core/entities/feedback/report.ts'
import { requirePermission } from '../../core/permissions.ts'
import { domainOf } from '../../core/smtp/limits.ts'
import type { Transaction } from '../../store/store.ts'
import type { Context } from '../context.ts'
import { judge } from './judge.ts'
import { matchOf, type Match } from './match.ts'
import { keepReply } from './replies/keep-reply.ts'

export type FeedbackDeps = Pick<Context, 'store' | 'clock' | 'events' | 'settings' | 'linkKeys' | 'reports'>

/** A message as it came in. */
export interface Incoming {
  bytes: Uint8Array
  /** Whom it was sent to, where the mail server says so: the return path of an e-mail. */
  envelope: string | null
}

export interface Received {
  kind: Report['kind']
  /** Of each recipient; null where the same was kept before. */
  outcomes: (FeedbackOutcome | null)[]
  /** What of it was not read. */
  limits: Report['limits']
}

/** Reads a message, keeps what it says of each recipient once, and does what follows from it. All or nothing. */
export async function receiveMessage(
  context: FeedbackDeps,
  { bytes, envelope }: Incoming,
  actor: Actor,
): Promise<Received> {
  requirePermission(actor, 'change-suppressions', null)
  const report = storable(await context.reports.read(bytes))
  const outcomes = await context.store.transaction(async (tx) => {
    const match = await matchOf(tx, context, report, envelope)
    const found: Received['outcomes'] = []
    for (const recipient of recipientsOf(report, match))
      found.push(await keepOne(tx, context, { report, recipient, match, actor, bytes }))
    return found
  })
  return { kind: report.kind, outcomes, limits: report.limits }
}

interface Kept {
  report: Report
  recipient: ReportedRecipient
  match: Match | null
  actor: Actor
  bytes: Uint8Array
}

async function keepOne(
  tx: Transaction,
  context: FeedbackDeps,
  { report, recipient, match, actor, bytes }: Kept,
): Promise<FeedbackOutcome | null> {
  const key = keyOf(report, recipient, match, bytes)
  if (await tx.feedback.isKept(key)) return null
  const at = context.clock.now()
  const { kind, feedbackType, letter } = report
  const outcome = await outcomeOf()
  const { delayed: _delayed, ...own } = recipient
  const row: NewFeedback = {
    ...own,
    key,
    receivedAt: at,
    kind,
    outcome,
    domain: domainOf(recipient.address ?? ''),
    hash: match?.hash ?? null,
    subscriberId: match?.subscriberId ?? null,
    editionId: match?.editionId ?? null,
    sender: report.from,
    subject: report.subject,
    message: beginningOf(bytes, match === null ? fewBytes : mostBytes),
    limits: report.limits,
  }
  const feedbackId = await tx.feedback.keep(row)
  if (feedbackId === null) return null
  if (letter) await keepReply(tx, context, { feedbackId, report, letter, match, bytes, at })
  return outcome

  async function outcomeOf(): Promise<FeedbackOutcome> {
    if (letter) return 'reply'
    return match ? judge(tx, context, { kind, feedbackType, recipient, match, actor, at }) : 'unmatched'
  }
}

/** What is kept of a message; little where nobody knows that it is about an e-mail of ours. */
const mostBytes = 16_384
const fewBytes = 4_096

/** Without what PostgreSQL keeps in no text: one such message would hold up all that come after it. */
const storable = (report: Report): Report =>
  JSON.parse(JSON.stringify(report), (_, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value,
  ) as Report

// No database keeps a text with NUL in it.
const beginningOf = (bytes: Uint8Array, most: number): string =>
  Buffer.from(bytes.subarray(0, most)).toString('utf8').replaceAll('\0', '\uFFFD')

/**
 * The same for the same report about the same recipient, however often it comes. What another sends under its Message-ID without our
 * return path is another.
 */
function keyOf(
  { kind, messageId }: Report,
  recipient: ReportedRecipient,
  match: Match | null,
  bytes: Uint8Array,
): string {
  const id = messageId === '' ? createHash('sha256').update(bytes).digest('hex') : messageId
  const about = match ? `${match.subscriberId}/${match.editionId}` : ''
  const parts = [id, kind, recipient.address?.toLowerCase() ?? '', String(recipient.delayed), about]
  return createHash('sha256').update(parts.join('\0')).digest('base64url').slice(0, 32)
}

/** Of whom it speaks; where it names nobody, its sender, or nobody in particular. */
function recipientsOf({ kind, recipients, from, subject }: Report, match: Match | null): ReportedRecipient[] {
  if (recipients.length > 0) return recipients
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
