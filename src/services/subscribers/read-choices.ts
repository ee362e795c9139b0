import { dayNames } from '../../core/schedule.ts'
import type { Digest } from '../../core/entities/newsroom.ts'
import { clip, oneLine } from '../../core/text/text.ts'
import type { Choices } from '../../core/entities/subscription.ts'
import { refused, type Refused } from '../../core/said/said.ts'

/** Choices as typed in a form or written in a list; empty means the digest's defaults. */
export interface WrittenChoices {
  topics: string[]
  days: string[]
  hour: string
  timeZone: string
}

export type ChoicesReading =
  { ok: true; choices: Choices } | ({ field: 'topics' | 'days' | 'hour' | 'time_zone' } & Refused)

/** Reads choices for a digest; the first fault is returned with its field. */
export function readChoices(written: WrittenChoices, digest: Digest): ChoicesReading {
  const topics = [...new Set(written.topics.map((t) => t.trim().toLowerCase()).filter(Boolean))]
  const unknown = topics.filter((topic) => !digest.topics.includes(topic))
  if (unknown.length > 0)
    return {
      field: 'topics',
      ...refused('topic-unknown', { topic: shown(unknown[0]), known: digest.topics }),
    }
  const names = written.days.map((d) => d.trim().toLowerCase().slice(0, 3)).filter(Boolean)
  const strange = names.find((name) => !dayNames.some((day) => day === name))
  if (strange !== undefined)
    return {
      field: 'days',
      ...refused('day-unknown', {
        day: strange,
        days: dayNames.slice(0, -1),
        last: dayNames.at(-1) ?? '',
      }),
    }
  const hour = hourIn(written.hour.trim())
  if (hour === undefined) return { field: 'hour', ...refused('hour-invalid', { hour: shown(written.hour) }) }
  const timeZone = written.timeZone.trim()
  if (timeZone !== '' && !isTimeZone(timeZone))
    return {
      field: 'time_zone',
      ...refused('time-zone-unknown', { zone: shown(timeZone) }),
    }
  const days =
    names.length === 0 ? null : dayNames.flatMap((name, i) => (names.includes(name) ? [i + 1] : []))
  const isAll = topics.length === digest.topics.length
  return {
    ok: true,
    choices: { topics: isAll ? [] : topics, days, hour, timeZone: timeZone || null },
  }
}

/** `HH:MM`, also of `7:30` and of `07:30:00`, as spreadsheets write times; null if empty, undefined if it is no such time. */
function hourIn(text: string): string | null | undefined {
  if (text === '') return null
  const found = /^([01]?\d|2[0-3]):([0-5]\d)(?::00)?$/.exec(text)
  if (!found) return undefined
  const [, hours = '', minutes = ''] = found
  return `${hours.padStart(2, '0')}:${minutes}`
}

/** What was typed, shortened for a message. */
const shown = (written = '') => clip(oneLine(written), 60)

export function isTimeZone(name: string): boolean {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId !== ''
  } catch {
    return false
  }
}
