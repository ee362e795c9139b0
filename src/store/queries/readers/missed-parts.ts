import { sql, type RawBuilder } from 'kysely'
import type { MissedEdition, MissedReason, SafeReason } from '../../../core/entities/readers/missed.ts'
import type { DeliveryStatus } from '../../../core/entities/states.ts'
import type { Code } from '../../../core/said/said.ts'
import { toMs, type Backend } from '../../columns.ts'
import { isNotSuppressed } from '../../suppressed-domain.ts'
import { isIn } from './ledger-status.ts'
import type { Part } from './parts.ts'

type Condition = RawBuilder<unknown>

/** Whether a stored reason has one of some codes; each database formats JSON differently. */
export const hasCode = (...codes: Code[]): Condition => {
  const patterns = codes.flatMap((code) => [`{"code":"${code}"%`, `{"code" : "${code}"%`])
  return sql`(${sql.join(
    patterns.map((pattern) => sql`o.reason like ${pattern}`),
    sql` or `,
  )})`
}
const lacksCode = (...codes: Code[]): Condition => sql`(o.reason is null or not ${hasCode(...codes)})`

const ofRow: Partial<Record<MissedReason, { status: DeliveryStatus; where: Condition }>> = {
  failed: { status: 'failed', where: lacksCode('given-up', 'given-up-because') },
  'given-up': { status: 'failed', where: hasCode('given-up', 'given-up-because') },
  unknown: { status: 'unknown', where: sql`true` },
  suppressed: { status: 'skipped', where: hasCode('suppressed', 'suppressed-because') },
  'domain-suppressed': { status: 'skipped', where: hasCode('domain-suppressed-because') },
  paused: { status: 'skipped', where: hasCode('paused') },
  left: { status: 'skipped', where: hasCode('unsubscribed') },
  nothing: {
    status: 'skipped',
    where: lacksCode(
      'suppressed',
      'suppressed-because',
      'domain-suppressed-because',
      'paused',
      'unsubscribed',
      'erased',
      'stopped-because',
    ),
  },
}

/** Readers who got nothing of an edition for a reason, ordered by one index. */
export function missedPart(edition: MissedEdition, reason: MissedReason): Part {
  const row = ofRow[reason]
  return row ? rowPart(edition, row) : { ...withoutRow(edition, reason), direction: 'asc' }
}

const rowPart = (
  { id }: MissedEdition,
  { status, where }: { status: DeliveryStatus; where: Condition },
): Part => ({
  from: sql`deliveries o cross join subscribers b cross join subscriptions s`,
  key: null,
  id: sql`o.subscriber_id`,
  direction: 'asc',
  where: [
    sql`o.edition_id = ${id} and ${isIn(status)}`,
    where,
    sql`b.id = o.subscriber_id and s.id = o.subscription_id`,
  ],
})

const bySubscription = sql`subscriptions s cross join subscribers b`

/** Readers without a row in the ledger, by the index that shows why. */
function withoutRow(edition: MissedEdition, reason: MissedReason): Omit<Part, 'direction'> {
  const started = toMs(edition.startedAt)
  const day = 1 << (edition.weekday - 1)
  const base = [
    sql`b.id = s.subscriber_id and s.digest_id = ${edition.digestId} and s.status = 'active'`,
    sql`not exists (select 1 from deliveries d where d.edition_id = ${edition.id} and d.subscriber_id = s.subscriber_id)`,
  ]
  const isOfDay = sql`(s.days is null or (s.days & ${sql.lit(day)}) <> 0)`
  if (reason === 'other-day')
    return {
      from: bySubscription,
      key: sql`s.days`,
      id: sql`s.id`,
      where: [sql`s.days is not null and (s.days & ${sql.lit(day)}) = 0`, ...base],
    }
  if (reason === 'away')
    return {
      from: bySubscription,
      key: sql`s.paused_until`,
      id: sql`s.id`,
      where: [sql`s.paused_until > ${started}`, isOfDay, ...base],
    }
  const isHere = sql`(s.paused_until is null or s.paused_until <= ${started})`
  if (reason === 'warm-up')
    return {
      from: bySubscription,
      key: null,
      id: sql`s.id`,
      where: [
        edition.warmUpId === null ? sql`1 = 0` : sql`1 = 1`,
        sql`not ${hasJoined(edition)}`,
        isHere,
        isOfDay,
        ...base,
      ],
    }
  return {
    from: bySubscription,
    key: sql`s.changed_at`,
    id: sql`s.id`,
    where: [sql`s.changed_at >= ${started}`, hasJoined(edition), isHere, isOfDay, ...base],
  }
}

/** During a warm-up, readers without a row have asked for e-mail since, or are waiting. */
const hasJoined = ({ warmUpId, startedAt }: MissedEdition): Condition =>
  warmUpId === null
    ? sql`1 = 1`
    : sql`exists (select 1 from warm_up_readers w where w.subscriber_id = s.subscriber_id
        and w.warm_up_id = ${sql.lit(warmUpId)} and w.by_plan = 0 and w.admitted_at >= ${toMs(startedAt)})`

/** Nobody gets e-mail before their day in a warm-up. */
const waitsForNoWarmUp = sql`not exists (select 1 from warm_ups u where u.is_open = 1 and not exists (
  select 1 from warm_up_readers w where w.subscriber_id = s.subscriber_id and w.warm_up_id = u.id))`

/** The same, only those for whom the reason no longer holds: they are subscribed, not paused and not suppressed. */
export function safePart(
  backend: Backend,
  edition: MissedEdition,
  reason: SafeReason,
  now: Temporal.Instant,
): Part {
  const part = missedPart(edition, reason)
  const willing = sql`s.status = 'active' and (s.paused_until is null or s.paused_until <= ${toMs(now)})
    and ${isNotSuppressed(backend)} and ${waitsForNoWarmUp}`
  return { ...part, where: [...part.where, willing] }
}
