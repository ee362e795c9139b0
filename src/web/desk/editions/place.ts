/** `2026-11-28`, or `2026-11-28-2` for a further edition of a date, as in public URLs. */
export function editionName({ date, number }: { date: Temporal.PlainDate; number: number }): string {
  return `${date.toString()}${number > 0 ? `-${number}` : ''}`
}

/** Reads what `editionName` wrote; null for anything else. */
export function placeFrom(name: unknown): { date: Temporal.PlainDate; number: number } | null {
  const match = /^(\d{4}-\d{2}-\d{2})(?:-(\d{1,3}))?$/.exec(String(name))
  if (!match) return null
  try {
    return { date: Temporal.PlainDate.from(match[1] ?? ''), number: Number(match[2] ?? 0) }
  } catch {
    // A date such as 2026-02-31.
    return null
  }
}
