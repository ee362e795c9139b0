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

/** What an e-mail of an edition can be asked for. */
export const askedOutcomes = ['sent', 'failed', 'skipped', 'unknown', 'deferred', 'none'] as const satisfies (
  DeliveryStatus | 'none'
)[]

/** The fields of a filter, as an address has them; those that are empty ask for nothing. */
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

/** What was asked for, as it was written. */
export function askedReaders(query: unknown): AskedReaders {
  const sent = (query ?? {}) as Record<string, unknown>
  return Object.fromEntries(
    filterFields.map((name) => {
      const value = sent[name]
      return [name, typeof value === 'string' ? value.slice(0, longest).trim() : '']
    }),
  ) as AskedReaders
}

/** The filter that was asked for; what cannot be read asks for nothing. Days begin in the digest's zone. */
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

/** The query of an address that asks for the same, with other fields in place of some. */
export function filterQuery(
  asked: AskedReaders,
  { key }: Digest,
  changes: Record<string, string> = {},
): string {
  const all: Record<string, string> = { digest: key, ...asked, ...changes }
  return new URLSearchParams(Object.entries(all).filter(([, value]) => value !== '')).toString()
}

const idIn = (text: string): number | null => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : null)

/** The instant at which a written day, or one some days later, begins in a zone; null for what is no day. */
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

/** A place in the list, as an address has it. */
export const cursorText = ({ part, key, id }: ReaderCursor): string =>
  Buffer.from(JSON.stringify([part, key, id])).toString('base64url')

/** Reads it; null for what is none. */
export function cursorIn(text: unknown): ReaderCursor | null {
  if (typeof text !== 'string' || text === '') return null
  try {
    const [part, key, id] = cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    return { part, key, id }
  } catch {
    return null
  }
}
