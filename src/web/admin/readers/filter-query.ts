import { z } from 'zod'
import {
  allReaders,
  readerStates,
  type ReaderCursor,
  type ReaderFilter,
} from '../../../core/entities/readers/reader-filter.ts'
import { readerFlags } from '../../../core/entities/readers/reader-flag.ts'
import type { DeliveryStatus } from '../../../core/entities/states.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'

/** The outcomes of an edition's e-mail that can be filtered by. */
export const askedOutcomes = ['sent', 'failed', 'skipped', 'unknown', 'deferred', 'none'] as const satisfies (
  DeliveryStatus | 'none'
)[]

/** The fields of a filter in a query; empty ones do not filter. */
const filterFields = [
  'q',
  'in',
  'state',
  'topic',
  'tag',
  'flag',
  'import',
  'from',
  'until',
  'edition',
  'outcome',
] as const
export type AskedReaders = Record<(typeof filterFields)[number], string>

const longest = 200

/** The query's fields as they were written. */
export function askedReaders(query: unknown): AskedReaders {
  const sent = (query ?? {}) as Record<string, unknown>
  return Object.fromEntries(
    filterFields.map((name) => {
      const value = sent[name]
      return [name, typeof value === 'string' ? value.slice(0, longest).trim() : '']
    }),
  ) as AskedReaders
}

/** The filter of a query; fields that cannot be read do not filter. Days begin in the digest's zone. */
export function readerFilter(asked: AskedReaders, { id, topics, schedule }: Digest): ReaderFilter {
  const outcome = askedOutcomes.find((one) => one === asked.outcome)
  const editionId = idIn(asked.edition)
  return {
    ...allReaders(id),
    text: asked.q === '' ? null : { kind: asked.in === 'any' ? 'substring' : 'prefix', value: asked.q },
    state: readerStates.find((state) => state === asked.state) ?? null,
    topic: topics.find((topic) => topic === asked.topic) ?? null,
    tagId: idIn(asked.tag),
    flag: readerFlags.find((flag) => flag === asked.flag) ?? null,
    importId: idIn(asked.import),
    from: dayIn(asked.from, schedule.timeZone, 0),
    until: dayIn(asked.until, schedule.timeZone, 1),
    outcome: editionId !== null && outcome ? { editionId, status: outcome } : null,
  }
}

/** The query of the same filter, with some fields replaced. */
export function filterQuery(
  asked: AskedReaders,
  { key }: Digest,
  changes: Record<string, string> = {},
): string {
  const all: Record<string, string> = { digest: key, ...asked, ...changes }
  return new URLSearchParams(Object.entries(all).filter(([, value]) => value !== '')).toString()
}

const idIn = (text: string): number | null => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : null)

/** The instant at which a written day begins in a zone, or a day some days later; null if it is not a date. */
export function dayIn(text: string, zone: string, days: number): Temporal.Instant | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  try {
    return Temporal.PlainDate.from(text).add({ days }).toZonedDateTime(zone).toInstant()
  } catch {
    return null
  }
}

const place = z.union([z.string().max(400), z.number()])
const cursor = z.tuple([z.number().int().min(0).max(9), place.nullable(), place])

/** A position in the list, for a query. */
export const cursorText = ({ part, key, id }: ReaderCursor): string =>
  Buffer.from(JSON.stringify([part, key, id])).toString('base64url')

/** Reads what `cursorText` wrote; null for anything else. */
export function cursorIn(text: unknown): ReaderCursor | null {
  if (typeof text !== 'string' || text === '') return null
  try {
    const [part, key, id] = cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    return { part, key, id }
  } catch {
    return null
  }
}
