import type { Edition } from '../../../src/core/entities/edition.ts'
import { spread } from '../chance.ts'
import { scenarios, type Scenario } from './clock-scenarios.ts'
import { openInside, type Inside } from '../place/inside.ts'
import { bar, rowOf } from '../report.ts'
import type { Setting, Suite } from '../suite.ts'
import { added, nothing, type Tally } from '../tally.ts'

/** The interval of the scheduler's wake-ups, longer than in production. */
const every = Temporal.Duration.from({ minutes: 30 })

/** Clocks that are set forward and back, change for summer and winter, or stop: one edition per local date, or `missed`. */
export const clocks: Suite = async (setting) => {
  const chosen = spread(scenarios, setting.points)
  const total = nothing()
  let [sent, missed] = [0, 0]
  for (const [index, scenario] of chosen.entries()) {
    const found = await live(setting, scenario)
    added(total, found, scenario.name)
    sent += found.sent
    missed += found.missed
    setting.step(index + 1, chosen.length)
  }
  return rowOf(
    { suite: 'clocks', backend: setting.backend.name, points: chosen.length },
    total,
    { twice: 0, unknown: 0 },
    `${sent} editions sent, ${missed} missed`,
  )
}

async function live(
  { backend, recipients }: Setting,
  scenario: Scenario,
): Promise<Tally & { sent: number; missed: number }> {
  const inside = await openInside(backend, recipients)
  const { room, store } = inside
  try {
    const { timeZone, hour, cutoff, from } = scenario
    const schedule = { ...room.digest.schedule, timeZone, hour, cutoff }
    await store.digests.put({ ...room.digest, schedule }, from)
    await room.reader('own-hour@example.org', { hour, timeZone })
    const times = wakings(scenario)
    let day = ''
    for (const at of times) {
      room.clock.set(at.toString())
      if (at.toString().slice(0, 10) !== day) await inside.news()
      day = at.toString().slice(0, 10)
      await room.wake(at.toString())
    }
    return await judge(inside, scenario, times)
  } finally {
    await inside.drop()
  }
}

/** The instants at which the scheduler wakes, according to its clock. */
function wakings({ from, days, jumps, asleep, ...digest }: Scenario): Temporal.Instant[] {
  const until = from.add({ hours: days * 24 })
  const isAwake = (at: Temporal.Instant) =>
    !asleep || Temporal.Instant.compare(at, asleep.from) < 0 || Temporal.Instant.compare(at, asleep.until) > 0
  const open = [...jumps]
  const times = open.length > 0 ? [] : atItsHours(digest, from, days)
  let now = from
  // A clock that is set back repeats some hours, so the number of wake-ups is limited, not the clock.
  for (let left = days * 48 + 60; left > 0 && Temporal.Instant.compare(now, until) < 0; left -= 1) {
    times.push(now)
    now = now.add(every)
    const [jump] = open
    if (jump && Temporal.Instant.compare(now, jump.at) >= 0) {
      now = now.add(jump.by)
      open.shift()
    }
  }
  return jumps.length > 0 ? times : times.filter(isAwake).sort(Temporal.Instant.compare)
}

/** Half a minute after cutoff and hour of each date, both times if a time occurs twice. */
function atItsHours(
  { timeZone, hour, cutoff }: Pick<Scenario, 'timeZone' | 'hour' | 'cutoff'>,
  from: Temporal.Instant,
  days: number,
): Temporal.Instant[] {
  const first = from.toZonedDateTimeISO(timeZone).toPlainDate()
  return Array.from({ length: days }, (_, day) => first.add({ days: day + 1 })).flatMap((date) =>
    [hour, cutoff].flatMap((time) =>
      (['earlier', 'later'] as const).map((disambiguation) =>
        date
          .toPlainDateTime(Temporal.PlainTime.from(time))
          .toZonedDateTime(timeZone, { disambiguation })
          .toInstant()
          .add({ seconds: 30 }),
      ),
    ),
  )
}

/** One edition for each local date except the last, and one e-mail of each for every reader. */
async function judge(
  { room, store, server }: Inside,
  { timeZone, mayMiss }: Scenario,
  times: Temporal.Instant[],
): Promise<Tally & { sent: number; missed: number }> {
  const dates = times.map((at) => at.toZonedDateTimeISO(timeZone).toPlainDate())
  const [first = Temporal.PlainDate.from('2026-01-01')] = dates
  const last = dates.reduce((a, b) => (Temporal.PlainDate.compare(a, b) > 0 ? a : b))
  const all = await store.editions.inStatus(room.digest.id, [
    'draft',
    'approved',
    'sending',
    'sent',
    'skipped',
    'missed',
    'stopped',
  ])
  const within = Array.from({ length: first.until(last).days - 1 }, (_, days) =>
    first.add({ days: days + 1 }),
  )
  const on = (date: Temporal.PlainDate) => all.filter((edition) => edition.date.equals(date))
  const sent = within.filter((date) => on(date).some(({ status }) => status === 'sent'))
  const missed = within.filter((date) => on(date).some(({ status }) => status === 'missed'))
  const rows = await store.deliveries.list({ editionId: null, status: null, count: 1_000_000 })
  const taken = await server.taken()
  const distinct = new Set(taken.map((mail) => mail.messageId)).size
  return {
    ...nothing(),
    recipients: rows.length,
    lost: rows.length - distinct,
    twice: taken.length - distinct,
    unknown: rows.filter(({ status }) => status === 'unknown').length,
    sent: sent.length,
    missed: missed.length,
    wrong: [
      ...within.flatMap((date) =>
        bar(on(date).length === 1, `${on(date).length} editions of ${date.toString()}`),
      ),
      ...bar(sent.length + missed.length === within.length, `of ${within.length} dates ${named(all)}`),
      ...bar(mayMiss || missed.length === 0, `missed ${missed.join(', ')}`),
      ...bar(rows.length === sentRows(all, rows), 'rows of editions that were not sent'),
    ],
  }
}

const named = (all: Edition[]): string =>
  all.map(({ date, status }) => `${date.toString()} ${status}`).join(', ')

const sentRows = (all: Edition[], rows: { editionId: number }[]): number =>
  rows.filter(({ editionId }) => all.some(({ id, status }) => id === editionId && status === 'sent')).length
