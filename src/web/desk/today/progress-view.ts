import { planned } from '../../../core/schedule.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { DayNow } from '../../../services/editions/watching/day-now.ts'
import { stepsOf, type Step } from '../editions/steps.ts'
import type { Desk } from '../frame/frame.ts'
import { duration, hour, machineZone } from '../frame/times.ts'
import type { DayPlace } from './day.ts'

/** When an edition is or was frozen and sent; null if neither is known. */
interface Hours {
  freezes: Temporal.Instant
  leaves: Temporal.Instant
}

/** A day's progress: its steps with their times in both zones, the remaining time, and who else is here. */
export function progressView(
  desk: Desk,
  { actor, digest, date }: Pick<DayPlace, 'actor' | 'digest' | 'date'>,
  { edition, present }: Pick<DayNow, 'edition' | 'present'>,
  now: Temporal.Instant,
) {
  const zone = digest.schedule.timeZone
  const hours = hoursOf(digest, date, edition)
  const others = present.filter(({ account }) => actor.kind !== 'account' || account !== actor.id)
  const names = new Intl.ListFormat('en-GB').format(others.map(({ name }) => name))
  return {
    steps: stepsIn(edition, hours, zone),
    left: hours && leftOf(desk, digest, { edition, hours, now }),
    clocks: hours && clocksOf(hours, zone),
    here: others.length === 0 ? '' : desk.say('here-too', { count: others.length, names }),
  }
}

function hoursOf({ schedule }: Digest, date: Temporal.PlainDate, edition: Edition | null): Hours | null {
  if (edition) return { freezes: edition.frozenAt, leaves: edition.dueAt }
  const plan = planned(schedule, date)
  return plan?.kind === 'edition' ? { freezes: plan.cutoff, leaves: plan.sendAt } : null
}

/** The time of sending names the city of its zone. */
function stepsIn(edition: Edition | null, hours: Hours | null, zone: string): Step[] {
  const steps = edition ? stepsOf(edition, zone) : hours ? stepsToCome(hours, zone) : []
  return steps.map((step) =>
    step.key === 'step-leaves' ? { ...step, at: `${step.at}, ${cityOf(zone)}` } : step,
  )
}

const stepsToCome = ({ freezes, leaves }: Hours, zone: string): Step[] => [
  { key: 'step-freezes', at: hour(freezes, zone), state: 'now' },
  { key: 'step-leaves', at: hour(leaves, zone), state: 'next' },
]

/** `Vienna` of `Europe/Vienna`. */
const cityOf = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')

/** The same times in the zone of this machine, which a script replaces with the reader's; hidden if the zones agree. */
function clocksOf({ freezes, leaves }: Hours, zone: string) {
  const own = machineZone()
  return {
    zone: own,
    freezes: { iso: freezes.toString(), text: hour(freezes, own), ofDigest: hour(freezes, zone) },
    leaves: { iso: leaves.toString(), text: hour(leaves, own), ofDigest: hour(leaves, zone) },
    isSame: hour(leaves, own) === hour(leaves, zone),
  }
}

/** The remaining time, and until what; null if nothing is awaited. */
function leftOf(
  desk: Desk,
  { approval }: Digest,
  { edition, hours, now }: { edition: Edition | null; hours: Hours; now: Temporal.Instant },
) {
  const isOpen = !edition || edition.status === 'draft' || edition.status === 'approved'
  if (!isOpen || edition?.stop) return null
  const waits = edition?.status === 'draft' && (approval !== 'auto' || edition.correctedAt !== null)
  const until = edition ? hours.leaves : hours.freezes
  const seconds = Math.ceil(until.since(now).total('seconds'))
  if (seconds <= 0) return waits ? { seconds: 0, text: '', what: desk.say('left-none') } : null
  const what = !edition ? 'left-freeze' : waits ? `left-approve-${approval}` : 'left-send'
  return { seconds, text: countdown(desk, seconds), what: desk.say(what) }
}

/** `13:51`, and from an hour on `2 h 10 min`; a script counts down in the same format. */
function countdown(desk: Desk, seconds: number): string {
  if (seconds >= 3600) return duration(desk.say, seconds)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
