/** An instant as services write it; a date alone is its midnight in UTC. Null where it cannot be read. */
export function readDate(text: string): Temporal.Instant | null {
  const [, date, time = '00:00', zone = 'Z'] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?\s*(Z|[+-]\d{2}:?\d{2})?$/.exec(
      text.trim(),
    ) ?? []
  try {
    return date === undefined ? null : Temporal.Instant.from(`${date}T${time}${zone}`)
  } catch {
    return null
  }
}
