import type { Digest } from '../../../core/entities/newsroom.ts'
import type { SuppressionCursor, SuppressionFilter } from '../../../core/entities/suppression-filter.ts'
import { dayIn } from '../readers/filter-query.ts'

const fields = ['q', 'reason', 'from', 'until'] as const
export type AskedSuppressions = Record<(typeof fields)[number], string>

const longest = 200

/** The query's fields as they were written. */
export function askedSuppressions(query: unknown): AskedSuppressions {
  const sent = (query ?? {}) as Record<string, unknown>
  return Object.fromEntries(
    fields.map((name) => {
      const value = sent[name]
      return [name, typeof value === 'string' ? value.slice(0, longest).trim() : '']
    }),
  ) as AskedSuppressions
}

/** The filter of a query; fields that cannot be read do not filter. Days begin in the digest's zone. */
export function suppressionFilter(
  { q, reason, from, until }: AskedSuppressions,
  { schedule }: Digest,
): SuppressionFilter {
  return {
    begins: q,
    reason,
    from: dayIn(from, schedule.timeZone, 0),
    until: dayIn(until, schedule.timeZone, 1),
  }
}

/** A position in the list, for a query. */
export const placeText = ({ key, hash }: SuppressionCursor): string => `${hash}.${key}`

/** Reads what `placeText` wrote; null for anything else. */
export function placeIn(text: unknown, { begins }: SuppressionFilter): SuppressionCursor | null {
  const [, hash, key = ''] =
    typeof text === 'string' ? (/^([\da-z]{1,64})\.(.{0,300})$/u.exec(text) ?? []) : []
  if (hash === undefined) return null
  if (begins !== '') return { hash, key }
  return /^\d{1,15}$/.test(key) ? { hash, key: Number(key) } : null
}
