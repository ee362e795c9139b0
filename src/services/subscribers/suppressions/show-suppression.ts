import type { Actor } from '../../../core/entities/actor.ts'
import type { Feedback } from '../../../core/entities/feedback/feedback.ts'
import {
  domainSubject,
  type InForce,
  type SuppressedDomain,
  type Suppression,
} from '../../../core/entities/suppression.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { nameActors } from '../../accounts/name-actors.ts'
import type { Context } from '../../context.ts'
import { subjectOf } from './add-note.ts'
import { mostCounted } from '../../../core/entities/readers/reader-filter.ts'

/** Something that happened to a suppression. */
export type SuppressionEvent = { at: Temporal.Instant } & (
  | { kind: 'change'; action: string; who: string; detail: Record<string, unknown> }
  | { kind: 'note'; who: string; body: string }
  | { kind: 'report'; report: Feedback }
)

/** All that is known about an address that is or was suppressed. */
export interface ShownSuppression {
  hash: string
  /** Null if no reader has it. */
  email: string | null
  suppression: Suppression | null
  ofDomain: InForce | null
  /** The names of the person and list that caused it; '' if none did. */
  who: string
  list: string
  /** The reader's subscriptions, with their digests. */
  subscriptions: { id: number; digestId: number }[]
  /** Newest first. */
  events: SuppressionEvent[]
}

const most = 100

/** A suppressed address by its keyed hash, with its history; null if nothing is known about it. */
export async function showSuppression(
  context: Pick<Context, 'store'>,
  hash: string,
  actor: Actor,
): Promise<ShownSuppression | null> {
  requirePermission(actor, 'view-suppressions', null)
  const { store } = context
  const suppression = await store.suppressions.of(hash)
  const own = await store.subscribers.byHash(hash)
  const reports = await store.feedback.page({ kind: null, outcome: null, hash, before: null, count: most })
  const events = [
    ...(await writtenOf(context, subjectOf({ hash }))),
    ...reports.map((report) => ({ at: report.receivedAt, kind: 'report', report }) as const),
  ]
  if (!suppression && events.length === 0) return null
  const email = own[0]?.email ?? null
  const list = suppression?.proof.importId
  const by = suppression?.proof.actor
  return {
    hash,
    email,
    suppression,
    ofDomain: email === null ? null : await store.suppressions.ofDomain(email),
    who: by == null ? '' : (await nameActors(context, [by]))(by),
    list: list == null ? '' : ((await store.imports.byId(list))?.fileName ?? ''),
    subscriptions: own.map(({ id, digestId }) => ({ id, digestId })),
    events: newestFirst(events),
  }
}

/** All that is known about a domain that is or was suppressed. */
export interface ShownDomain {
  domain: string
  rule: SuppressedDomain | null
  /** Who suppressed it; '' if nobody. */
  who: string
  /** Counted up to `mostCounted`. */
  readers: number
  events: SuppressionEvent[]
}

/** A suppressed domain, with its history; null if nothing is known about it. */
export async function showDomain(
  context: Pick<Context, 'store'>,
  domain: string,
  actor: Actor,
): Promise<ShownDomain | null> {
  requirePermission(actor, 'view-suppressions', null)
  const { suppressedDomains } = context.store
  const rule = await suppressedDomains.of(domain)
  const events = await writtenOf(context, domainSubject(domain))
  if (!rule && events.length === 0) return null
  const readers = await suppressedDomains.readersAt(domain, rule?.withSubdomains ?? false, mostCounted + 1)
  const who = rule ? (await nameActors(context, [rule.actor]))(rule.actor) : ''
  return { domain, rule, who, readers, events: newestFirst(events) }
}

async function writtenOf(context: Pick<Context, 'store'>, subject: string): Promise<SuppressionEvent[]> {
  const changes = await context.store.audit.of(subject, most)
  const notes = await context.store.suppressionNotes.of(subject, most)
  const name = await nameActors(
    context,
    [...changes, ...notes].map(({ actor }) => actor),
  )
  return [
    ...changes.map(({ at, actor, action, detail }) => ({
      at,
      kind: 'change' as const,
      action,
      who: name(actor),
      detail,
    })),
    ...notes.map(({ at, actor, body }) => ({ at, kind: 'note' as const, who: name(actor), body })),
  ]
}

const newestFirst = (events: SuppressionEvent[]): SuppressionEvent[] =>
  events.toSorted((a, b) => Temporal.Instant.compare(b.at, a.at))
