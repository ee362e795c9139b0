import type { ArchivedStory, ArchiveEntry } from '../../../core/entities/archive/archive.ts'
import { fromJson, orInstant, toInstant, toMs } from '../../columns.ts'

type StoredStory = Omit<ArchivedStory, 'at' | 'correctedOn'> & { at: number; correctedOn: string | null }

export function toBody(story: ArchivedStory): string {
  const stored: StoredStory = {
    ...story,
    at: toMs(story.at),
    correctedOn: story.correctedOn?.toString() ?? null,
  }
  return JSON.stringify(stored)
}

export function fromBody(body: string): ArchivedStory {
  const stored = fromJson<StoredStory>(body)
  return {
    ...stored,
    at: toInstant(stored.at),
    correctedOn: stored.correctedOn === null ? null : Temporal.PlainDate.from(stored.correctedOn),
  }
}

export interface EntryRow {
  id: number
  carried_at: number
  body: string
  key: string
  date: string
  number: number
  withdrawn_at: number | null
}

export function entry(row: EntryRow): ArchiveEntry {
  return {
    id: row.id,
    carriedAt: toInstant(row.carried_at),
    edition: { key: row.key, date: Temporal.PlainDate.from(row.date), number: row.number },
    withdrawnAt: orInstant(row.withdrawn_at),
    story: fromBody(row.body),
  }
}
