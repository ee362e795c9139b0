import type { Actor } from '../../../core/entities/actor.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { BulkAction, BulkInput } from '../../../core/entities/readers/bulk-action.ts'
import { readTagName } from '../../../core/entities/readers/tag.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { refused, type Refused } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { readPauseEnd } from '../choosing/pause.ts'
import { readOptionalReason } from '../../read-reason.ts'
import { findBulkAction } from './find-bulk-action.ts'
import { requireBulk } from './require-bulk.ts'

/** What a person typed to confirm an action; each kind reads what it needs. */
export interface WrittenInput {
  tag: string
  /** A local date of the digest, such as `2026-12-24`. */
  until: string
  reason: string
  /** The number of readers that the person was shown. */
  number: string
}

/** Starts an action whose readers were frozen and counted. Invalid input starts nothing. */
export async function confirmBulkAction(
  context: Pick<Context, 'store' | 'clock'>,
  id: number,
  written: WrittenInput,
  actor: Actor,
): Promise<{ ok: true } | ({ field: keyof WrittenInput | null } & Refused)> {
  const { action, digest } = await findBulkAction(context, id, actor)
  requirePermission(actor, 'change-subscribers', digest.id)
  requireBulk(actor, action.kind, digest.id)
  const at = context.clock.now()
  const reading = readInput(action, written, digest, at)
  if (!reading.ok) return reading
  return context.store.transaction(async (tx) => {
    if (!(await tx.bulkActions.confirm(id, reading.input, actor, at)))
      return { field: null, ...refused('bulk-not-waiting') }
    const detail = { kind: action.kind, readers: action.total, ...reading.input }
    await tx.audit.append({ at, actor, action: 'bulk', subject: `bulk:${id}`, detail })
    await tx.jobs.wake('bulk')
    return { ok: true }
  })
}

type InputReading = { ok: true; input: BulkInput } | ({ field: keyof WrittenInput } & Refused)

function readInput(
  { kind, total }: BulkAction,
  written: WrittenInput,
  digest: Digest,
  now: Temporal.Instant,
): InputReading {
  const input: BulkInput = { tag: null, until: null, reason: null }
  if (kind === 'tag' || kind === 'untag') {
    const tag = readTagName(written.tag)
    return tag.ok ? { ok: true, input: { ...input, tag: tag.name } } : { field: 'tag', ...tag }
  }
  if (kind === 'erase')
    return written.number.replace(/[\s,.]/g, '') === String(total)
      ? { ok: true, input }
      : { field: 'number', ...refused('bulk-number-differs', { total }) }
  const reason = readOptionalReason(written.reason)
  if (!reason.ok) return { field: 'reason', ...reason }
  if (reason.reason === null && kind === 'resubscribe')
    return { field: 'reason', ...refused('reason-missing') }
  if (kind !== 'pause') return { ok: true, input: { ...input, reason: reason.reason } }
  const end = readPauseEnd(written.until, digest.schedule.timeZone, now)
  if (!end.ok) return { field: 'until', ...end }
  if (end.until === null) return { field: 'until', ...refused('bulk-needs-date') }
  return { ok: true, input: { ...input, until: end.until, reason: reason.reason } }
}
