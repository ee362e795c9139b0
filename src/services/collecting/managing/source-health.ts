import { healthOf, type Finding } from '../../../core/entities/sources/source-health.ts'
import type { FetchRecord, SourceRecord } from '../../../core/entities/sources/source.ts'
import type { Context } from '../../context.ts'

export interface SourceHealth {
  source: SourceRecord
  /** Worst first; empty if it is healthy. */
  findings: Finding[]
}

/** The fetches from which usual values are computed. */
const lookBack = Temporal.Duration.from({ hours: 60 * 24 })
/** Only pictures of stories first seen in this time count. */
const lately = Temporal.Duration.from({ hours: 48 })

/** The health of every source that is not off, unhealthy ones first. */
export async function sourceHealth({
  store,
  clock,
}: Pick<Context, 'store' | 'clock'>): Promise<SourceHealth[]> {
  const now = clock.now()
  const readings = Map.groupBy(await store.fetchLog.since(now.subtract(lookBack)), ({ sourceId }) => sourceId)
  const missing = new Map(
    (await store.storyPictures.missing(now.subtract(lately))).map((one) => [one.sourceId, one]),
  )
  const sources = (await store.sources.list()).filter(({ status }) => status !== 'off')
  const all = sources.map((source) => ({
    source,
    findings: healthOf(source, readings.get(source.id) ?? [], now, missing.get(source.id) ?? null),
  }))
  const weight = ({ findings }: SourceHealth): number => (isSick(findings) ? 2 : Math.min(findings.length, 1))
  return all.sort((a, b) => weight(b) - weight(a) || a.source.name.localeCompare(b.source.name))
}

/** The health of one source, with its fetches in that time, oldest first. */
export async function healthOfOne(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  source: SourceRecord,
): Promise<{ findings: Finding[]; readings: FetchRecord[] }> {
  const now = clock.now()
  const readings = await store.fetchLog.of(source.id, now.subtract(lookBack))
  const missing = (await store.storyPictures.missing(now.subtract(lately))).find(
    ({ sourceId }) => sourceId === source.id,
  )
  return { findings: healthOf(source, readings, now, missing ?? null), readings }
}

/** True if readers may miss stories of it. */
export const isSick = (findings: Finding[]): boolean => findings.some(({ sick }) => sick)
