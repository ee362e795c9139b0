/**
 * Reads a date and time as lists write them: ISO 8601 or RFC 3339, also with a blank in place of the T, with or without an offset; day,
 * month and year with dots; with slashes only if the order is unambiguous. Without an offset it is UTC. Null if it is none of these.
 */
export function readDate(written: string): Temporal.Instant | null {
  const text = written.trim().slice(0, 60)
  return text === '' ? null : readText(text)
}

function readText(text: string): Temporal.Instant | null {
  const parts = /^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{4})(?:[T ,]+(.*))?$/i.exec(text)
  const day = dayOf(parts?.[1] ?? '')
  const time = timeOf(parts?.[2] ?? '00:00')
  if (!day || !time) return null
  try {
    return Temporal.Instant.from(`${day}T${time}`)
  } catch {
    return null
  }
}

function dayOf(text: string): string | null {
  const [first = '', second = '', third = ''] = text.split(/[-/.]/)
  if (first.length === 4) return date(first, second, third)
  // 5/4/2021 is in April in some countries and in May in others.
  if (text.includes('.') || Number(first) > 12 || first === second) return date(third, second, first)
  return Number(second) > 12 ? date(third, first, second) : null
}

const date = (year: string, month: string, day: string): string | null =>
  year.length === 4 && Number(year) >= 1990
    ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
    : null

/** A time of day with its offset. Go, and so listmonk, adds the zone: `+0530 IST`, or the offset again. */
function timeOf(text: string): string | null {
  const parts =
    /^(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9})\d*)?)?\s*([ap]m)?\s*(?:(?:z|utc|gmt)|([+-]\d\d(?::?\d\d)?)(?: (?:[a-z]{2,5}|[+-]\d\d(?:\d\d)?))?)?$/i.exec(
      text.trim(),
    )
  if (!parts) return null
  const [, hours = '', minutes = '', seconds = '00', fraction, half, offset = 'Z'] = parts
  const noon = half === undefined ? Number(hours) : (Number(hours) % 12) + (/p/i.test(half) ? 12 : 0)
  const zone = offset.length === 3 ? `${offset}:00` : offset
  return `${String(noon).padStart(2, '0')}:${minutes}:${seconds}${fraction === undefined ? '' : `.${fraction}`}${zone}`
}
