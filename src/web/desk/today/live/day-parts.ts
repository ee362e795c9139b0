import type { DayNow } from '../../../../services/editions/watching/day-now.ts'
import type { SinceThen } from '../../../../services/editions/watching/since-then.ts'
import { editionName } from '../../editions/place.ts'
import type { Desk } from '../../frame/frame.ts'
import type { LivePart } from '../../live/followers.ts'
import type { DayPlace } from '../day.ts'
import { progressView } from '../progress-view.ts'
import { sumView } from '../sum-view.ts'
import { stateOf, type ShownDay } from './shown.ts'

interface Seen {
  place: DayPlace
  shown: ShownDay
  now: DayNow
  since: SinceThen
  at: Temporal.Instant
}

/** The parts of a day's page that are updated automatically. The pool and the edition, where people click, are reloaded only on request. */
export function dayParts(desk: Desk, seen: Seen): LivePart[] {
  return [
    ...progressParts(desk, seen),
    sumPart(desk, seen),
    meanwhilePart(desk, seen),
    newStoriesPart(desk, seen),
  ]
}

/** The page itself counts down the remaining time; it is corrected once a minute. */
function progressParts(desk: Desk, { place, now, at }: Seen): LivePart[] {
  const view = progressView(desk, place, now, at)
  const minute = Math.floor((view.left?.seconds ?? 0) / 60)
  const { left, ...rest } = view
  return [
    { id: 'progress', key: JSON.stringify(rest), html: () => desk.part('progress', view) },
    { id: 'left', key: JSON.stringify([left?.what, minute]), html: () => desk.part('left', view) },
  ]
}

function sumPart(desk: Desk, { place, now }: Seen): LivePart {
  const view = sumView(desk, place, now)
  return { id: 'sum', key: JSON.stringify(view), html: () => desk.part('sum', view) }
}

/** What others changed, and how the edition's state changed, since the page was loaded. */
function meanwhilePart(desk: Desk, { place, shown, now, since }: Seen): LivePart {
  const { all, newest } = since.changes
  const became = becameOf(shown.state, stateOf(now.edition))
  const leaves = became === 'sending' && now.edition
  const view = {
    changes: newest.map(({ by, kind, headline }) => ({
      who: by,
      did: desk.say(`changed-${kind}`),
      headline,
    })),
    more: all - newest.length,
    became: became === '' ? '' : desk.say(`became-${became}`),
    again: againOf(place, shown),
    sending: leaves ? desk.at(`editions/${place.digest.key}/${editionName(leaves)}/sending`) : '',
    isQuiet: all === 0 && became === '',
  }
  return { id: 'meanwhile', key: JSON.stringify(view), html: () => desk.part('meanwhile', view) }
}

/** The notice if the page shows another state; an edition can come into existence, but never disappears. */
function becameOf(shown: string, now: string): string {
  if (now === shown || now === 'coming') return ''
  return shown === 'coming' && now === 'draft' ? 'frozen' : now
}

function newStoriesPart(desk: Desk, { place, shown, now, since }: Seen): LivePart {
  const view = {
    count: since.stories,
    // After the freeze the pool contains what the edition was made from; later stories are only among all stories.
    isFrozen: now.edition !== null,
    again: againOf(place, shown),
  }
  return { id: 'new-stories', key: JSON.stringify(view), html: () => desk.part('new-stories', view) }
}

const againOf = ({ here }: DayPlace, { view }: ShownDay): string => `${here}${view === '' ? '' : `?${view}`}`
