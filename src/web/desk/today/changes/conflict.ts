import type { FastifyReply } from 'fastify'
import type { Conflict, Value } from '../../../../core/entities/changes/change.ts'
import { keyFrom } from '../../../../core/entities/changes/touch-key.ts'
import { nameActors } from '../../../../services/accounts/name-actors.ts'
import type { Changed } from '../../../../services/editions/changing/make-change.ts'
import { deskDay, type DeskDay } from '../../../../services/editions/viewing/day/desk-day.ts'
import { longDate, moment } from '../../frame/times.ts'
import type { DayPages, DayPlace, DayRequest } from '../day.ts'
import { headlinesOf } from '../today.ts'
import { texts } from './typed.ts'
import { askedIn } from './verbs.ts'

export type Refused = Extract<Changed, { ok: false }>

interface Refusal {
  place: DayPlace
  /** The requested change, as its button wrote it. */
  asked: string
  /** The form's action, if it is not the day’s own page. */
  action?: string
  typed: Readonly<Record<string, string>>
  refused: readonly Refused[]
}

/** A change that could not be made: the reason, or both versions if somebody else changed the same; nothing typed is lost. */
export async function showConflict(
  pages: DayPages,
  request: DayRequest,
  reply: FastifyReply,
  { place, asked, action = place.here, typed, refused }: Refusal,
): Promise<string> {
  const { context, desk } = pages
  const day = await deskDay(context, pages.pools, place.digest, place.date)
  const conflicts = refused.flatMap((one) => (one.code === 'changed-meanwhile' ? one.conflicts : []))
  const later = refused.flatMap((one) => (one.code === 'changed-since' ? [one.params.by] : []))
  const name = await nameActors(context, [...conflicts.map(({ by }) => by), ...later])
  const title = desk.say(conflicts.length > 0 ? 'conflict-title' : 'refused-title')
  const edited = new Set(conflicts.map(({ key }) => keyFrom(key).aspect))
  const rest = Object.entries(typed).filter(([field, value]) => value !== '' && !edited.has(field))
  // A text for all digests can be changed for only this edition instead.
  const mayNarrow = typed['of'] === 'story' && refused.some(({ code }) => code === 'story-of-other-digests')
  return desk.show(
    request,
    reply,
    'conflict',
    { title, place: 'today' },
    {
      title,
      here: place.here,
      action,
      date: `${place.digest.name}, ${longDate(place.date)}`,
      asked,
      // Retried on the current state.
      seen: day.seen,
      editionId: day.edition?.id ?? 0,
      reasons: refused.flatMap((one) => reasonOf(one, pages, name)),
      conflicts: conflicts.map((conflict) => shown(conflict, asked, day, pages, name)),
      // `of` is then a visible field instead of a hidden one.
      typed: rest
        .filter(([field]) => !(mayNarrow && field === 'of'))
        .map(([field, value]) => ({ field, value })),
      written: rest
        .filter(([field, value]) => written.has(field) && value !== typed[`was-${field}`])
        .map(([field, value]) => ({ what: desk.say(written.get(field) ?? ''), value })),
      mayNarrow,
      mayKeep: conflicts.length > 0 || refused.some(({ code }) => code === 'frozen-meanwhile'),
    },
  )
}

/** The fields with typed texts, shown if they were refused, with the key of each field's name. */
const written = new Map([
  ['headline', 'field-headline'],
  ['summary', 'field-summary'],
  ['why', 'field-why'],
  ['picture-text', 'field-picture-text'],
  ['note', 'aspect-note'],
  ['reason', 'hold-reason'],
  ['text', 'field-summary'],
])

function reasonOf(refused: Refused, { desk }: DayPages, name: (actor: string) => string): string[] {
  switch (refused.code) {
    case 'changed-meanwhile':
      return []
    case 'not-changeable':
      return [desk.say('refused-not-changeable')]
    case 'frozen-meanwhile':
      return [desk.say('refused-frozen-meanwhile')]
    case 'changed-since':
      return [
        desk.say('refused-changed-since', {
          who: name(refused.params.by),
          did: desk.say(`changed-${refused.params.kind}`),
        }),
      ]
    case 'story-of-other-digests':
      return [desk.say('refused-story-of-other-digests', { digests: refused.params.digests.join(', ') })]
    case 'not-in-edition':
    case 'no-such-place':
    case 'no-such-story':
    case 'no-such-topic':
    case 'no-such-change':
      return [desk.say(`refused-${refused.code}`)]
  }
}

const isText = (aspect: string): boolean => aspect === 'note' || texts.some((text) => text === aspect)

function shown(
  conflict: Conflict,
  asked: string,
  day: DeskDay,
  { desk }: DayPages,
  name: (actor: string) => string,
) {
  const { story, aspect } = keyFrom(conflict.key)
  const headlines = headlinesOf(day)
  const zone = day.digest.schedule.timeZone
  const dayWords = { day, desk, headlines, zone }
  const words = (value: Value): string => valueInWords(value, aspect, dayWords)
  const isPlace = aspect === 'place' && day.edition !== null
  return {
    field: aspect,
    what: desk.say(`aspect-${aspect.replace(/:\d+$/, '')}`),
    of: story === null ? '' : (headlines.get(story) ?? `#${story}`),
    who: name(conflict.by),
    at: moment(conflict.at, zone),
    mine: (isPlace && conflict.mine !== null && myPlace(asked, dayWords)) || words(conflict.mine),
    theirs: (isPlace && conflict.theirs !== null && theirPlace(story, dayWords)) || words(conflict.theirs),
    isText: isText(aspect),
  }
}

interface DayWords {
  day: DeskDay
  desk: DayPages['desk']
  headlines: ReadonlyMap<number, string>
  zone: string
}

/** The value that a change sets, in words. */
function valueInWords(value: Value, aspect: string, { desk, headlines, zone }: DayWords): string {
  if (value === null) return desk.say(aspect === 'place' ? 'value-out' : 'value-none')
  if (aspect === 'lead' && typeof value === 'number') return headlines.get(value) ?? `#${value}`
  if (aspect === 'place') return desk.say(value === 'out' ? 'value-out' : 'value-in')
  if (typeof value === 'string' && (aspect === 'hour' || aspect === 'embargo'))
    return moment(Temporal.Instant.from(value), zone).text
  if (aspect === 'pin') return desk.say(value === true ? 'value-pinned' : 'value-not-pinned')
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string').join(', ')
  if (typeof value === 'object') return typeof value['reason'] === 'string' ? value['reason'] : ''
  return aspect.startsWith('with:') ? desk.say(`value-${String(value)}`) : String(value)
}

/** The requested place of the story: before or after another one. */
function myPlace(asked: string, { desk, headlines }: DayWords): string {
  const to = askedIn(asked)?.to ?? null
  if (!to) return ''
  const beside = 'before' in to ? to.before : to.after
  const headline = headlines.get(beside) ?? `#${beside}`
  const key = 'before' in to ? 'value-before' : 'value-after'
  return desk.say(key, { headline })
}

/** The current place of the story. */
function theirPlace(story: number | null, { day, desk }: DayWords): string {
  const at = day.stories.findIndex(({ item }) => item.storyId === story)
  const above = day.stories[at - 1]
  if (at < 0) return ''
  return above ? desk.say('value-after', { headline: above.item.headline }) : desk.say('value-first')
}
