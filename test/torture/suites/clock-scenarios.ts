/** Some days with a clock that does something unusual. */
export interface Scenario {
  name: string
  timeZone: string
  /** Local times of the digest, `HH:MM`. */
  hour: string
  cutoff: string
  from: Temporal.Instant
  days: number
  /** At an instant the clock is set forward or back. */
  jumps: { at: Temporal.Instant; by: Temporal.Duration }[]
  /** The machine sleeps between these. */
  asleep: { from: Temporal.Instant; until: Temporal.Instant } | null
  /** True if a date may be `missed`. */
  mayMiss: boolean
}

/** Their clocks change at one, two, three or midnight, by an hour or half an hour, in both hemispheres. */
const zones = [
  'America/New_York',
  'Europe/Berlin',
  'Europe/London',
  'Australia/Lord_Howe',
  'America/Havana',
  'Africa/Cairo',
  'Asia/Beirut',
  'America/Santiago',
  'Pacific/Auckland',
  'America/St_Johns',
]

const begin = Temporal.Instant.from('2026-11-12T00:00Z')
const steady = {
  timeZone: 'UTC',
  hour: '07:00',
  cutoff: '06:30',
  from: begin,
  days: 6,
  jumps: [],
  asleep: null,
  mayMiss: true,
}
const after = (hours: number): Temporal.Instant => begin.add({ minutes: Math.round(hours * 60) })
const jump = (at: number, hours: number) => ({ at: after(at), by: Temporal.Duration.from({ hours }) })

/** Jumps at night, between cutoff and hour, and after the hour; with and without being reverted. */
const jumps: Scenario[] = [1, -1, 24, -24].flatMap((hours) =>
  [51, 54.6, 56].map((at) => ({
    ...steady,
    name: `${hours > 0 ? '+' : ''}${hours} h at hour ${at}`,
    jumps: [jump(at, hours), ...(at === 56 ? [jump(at + hours + 3, -hours)] : [])],
  })),
)

const sleep: Scenario = {
  ...steady,
  name: '48 h asleep',
  asleep: { from: after(50), until: after(98) },
}

/** The next two clock changes of a zone, with the digest's hour in the middle of the gap or overlap. */
function changes(timeZone: string): Scenario[] {
  const first = next(begin.add({ hours: 72 }).toZonedDateTimeISO(timeZone))
  return [first, next(first)].map((change) => {
    const before = change.subtract({ nanoseconds: 1 })
    const shift = (change.offsetNanoseconds - before.offsetNanoseconds) / 2
    // A gap begins where the old offset ended; an overlap begins where the new one does.
    const odd = (shift > 0 ? before : change)
      .toPlainDateTime()
      .add({ nanoseconds: Math.abs(shift) })
      .round('minute')
    const time = (of: Temporal.PlainDateTime) => of.toPlainTime().toString({ smallestUnit: 'minute' })
    return {
      ...steady,
      name: `${timeZone} ${shift > 0 ? 'on' : 'back'}`,
      timeZone,
      hour: time(odd),
      cutoff: time(odd.subtract({ minutes: 10 })),
      from: change.subtract({ hours: 60 }).toInstant(),
      days: 5,
      mayMiss: false,
    }
  })
}

function next(from: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  const change = from.getTimeZoneTransition('next')
  if (!change) throw new Error(`the clock of ${from.timeZoneId} does not change`)
  return change
}

export const scenarios: Scenario[] = [...jumps, sleep, ...zones.flatMap(changes)]
