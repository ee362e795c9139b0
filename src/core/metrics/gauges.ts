import { openStates, transitions, type EditionStatus, type SourceStatus } from '../entities/states.ts'
import { jobNames } from '../jobs.ts'

/** `digests`: the key of each digest. For other labels all values are listed. */
type GaugeLabels = Readonly<Record<string, readonly string[] | 'digests'>>

const editionStates = Object.keys(transitions.edition) as EditionStatus[]
const sourceStates = Object.keys(transitions.source) as SourceStatus[]

/** Read on request: from the store, so that each process reports the same, and from this host's disk. */
export const gauges = {
  daywire_store_up: {},
  daywire_sending_paused: {},
  daywire_editions: { digest: 'digests', status: editionStates },
  daywire_edition_start_delay_seconds: { digest: 'digests' },
  daywire_edition_sending_seconds: { digest: 'digests' },
  daywire_edition_deliveries: { digest: 'digests', status: ['sent', 'failed', 'skipped', 'unknown'] },
  daywire_deliveries_open: { status: [...openStates, 'unknown'] },
  daywire_messages_open: { status: ['queued', 'deferred'] },
  daywire_message_wait_seconds: {},
  daywire_sources: { status: sourceStates },
  daywire_source_reading_age_seconds: {},
  daywire_imports_running: {},
  daywire_jobs_waiting: { job: jobNames },
  daywire_jobs_failed: {},
  daywire_disk_free_bytes: {},
  daywire_disk_floor_bytes: {},
} as const satisfies Record<string, GaugeLabels>

export type GaugeName = keyof typeof gauges

/** A value with its labels, in the unit of the name's suffix. */
export interface GaugeReading {
  name: GaugeName
  labels: Readonly<Record<string, string>>
  value: number
}
