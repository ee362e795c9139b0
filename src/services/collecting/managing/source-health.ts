import { healthOf, type Finding } from '../../../core/entities/sources/source-health.ts'
import type { FetchRecord, SourceRecord } from '../../../core/entities/sources/source.ts'
import type { Context } from '../../context.ts'

export interface SourceHealth {
  source: SourceRecord
  /** Worst first; empty where nothing ails it. */
  findings: Finding[]
}

/** Readings of so long tell what is usual. */
const lookBack = Temporal.Duration.from({ hours: 60 * 24 })
/** Pictures of stories first seen in this time are looked at. */
const lately = Temporal.Duration.from({ hours: 48 })

/** How every source is that is not off, the sick first. */
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

/** How one source is, with its readings of that time, oldest first. */
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

/** True where readers may miss stories of it. */
export const isSick = (findings: Finding[]): boolean => findings.some(({ sick }) => sick)
