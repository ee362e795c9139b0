import type { Actor } from '../../../core/entities/actor.ts'
import type { Finding } from '../../../core/entities/sources/source-health.ts'
import type { FetchRecord, SourceRecord } from '../../../core/entities/sources/source.ts'
import { AppError } from '../../../core/errors.ts'
import { requireSomewhere } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'
import { healthOfOne } from '../managing/source-health.ts'
import { said } from '../../../core/said/said.ts'

/** One source, its health, and the results of its fetches. */
export interface ShownSource {
  source: SourceRecord
  findings: Finding[]
  /** Newest first. */
  readings: FetchRecord[]
  /** Fetches per day in UTC, oldest first, including days without any. */
  days: { date: Temporal.PlainDate; fresh: number; failed: number }[]
}

const daysShown = 30

/** A source's health with its history. Throws `not-found`. */
export async function showSource(
  context: Pick<Context, 'store' | 'clock'>,
  actor: Actor,
  id: number,
): Promise<ShownSource> {
  requireSomewhere(actor, 'view-desk')
  const source = await context.store.sources.byId(id)
  if (!source) throw new AppError('not-found', said('source-none', { id }))
  const { findings, readings } = await healthOfOne(context, source)
  const today = context.clock.now().toZonedDateTimeISO('UTC').toPlainDate()
  const byDay = Map.groupBy(readings, ({ at }) => at.toString().slice(0, 10))
  const days = Array.from({ length: daysShown }, (_, index) => {
    const date = today.subtract({ days: daysShown - 1 - index })
    const own = byDay.get(date.toString()) ?? []
    return {
      date,
      fresh: own.reduce((sum, { fresh }) => sum + fresh, 0),
      failed: own.filter(({ outcome }) => outcome === 'failed').length,
    }
  })
  return { source, findings, readings: readings.toReversed(), days }
}
