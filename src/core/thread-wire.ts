/** Field names that no other object has: they mark Temporal values, which structured cloning does not copy. */
const instantField = 'Temporal.Instant'
const dateField = 'Temporal.PlainDate'

function mapped(value: unknown, each: (value: object) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const own = each(value)
  if (own !== undefined) return own
  const inner = (one: unknown): unknown => mapped(one, each)
  if (Array.isArray(value)) return value.map(inner)
  if (value instanceof Set) return new Set([...value].map(inner))
  if (value instanceof Map) return new Map([...value].map(([key, one]) => [key, inner(one)]))
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inner(one)]))
}

/** Data for posting to a thread: plain values, lists, maps and sets, with instants and local dates anywhere in them. */
export function toWire(value: unknown): unknown {
  return mapped(value, (one) => {
    if (one instanceof Temporal.Instant) return { [instantField]: one.epochNanoseconds }
    return one instanceof Temporal.PlainDate ? { [dateField]: one.toString() } : undefined
  })
}

/** Undoes `toWire`. */
export function fromWire<T>(value: unknown): T {
  return mapped(value, (one) => {
    if (instantField in one) return new Temporal.Instant(one[instantField] as bigint)
    return dateField in one ? Temporal.PlainDate.from(one[dateField] as string) : undefined
  }) as T
}
