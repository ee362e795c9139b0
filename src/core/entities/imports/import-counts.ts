import type { ImportCounts } from './import.ts'

export const noCounts: ImportCounts = {
  rows: 0,
  added: 0,
  updated: 0,
  known: 0,
  repeated: 0,
  left: 0,
  suppressed: 0,
  rejected: 0,
  ended: 0,
  removed: 0,
  undone: 0,
  kept: 0,
}

/** The sum of two counts. */
export function plus(counts: ImportCounts, more: Partial<ImportCounts>): ImportCounts {
  const sum = { ...counts }
  for (const [name, count] of Object.entries(more) as [keyof ImportCounts, number][]) sum[name] += count
  return sum
}

/** Rows that could not be imported. */
export const leftOut = ({ left, suppressed, rejected }: ImportCounts): number => left + suppressed + rejected
