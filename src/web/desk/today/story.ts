import type { FastifyInstance, FastifyReply } from 'fastify'
import { AppError } from '../../../core/errors.ts'
import { nameActors } from '../../../services/accounts/name-actors.ts'
import type { DeskDay } from '../../../services/editions/viewing/day/desk-day.ts'
import { editedStory, type EditedStory } from '../../../services/editions/viewing/stories/edited-story.ts'
import { listTopics } from '../../../services/newsroom/list-topics.ts'
import type { WebContext } from '../../web-context.ts'
import { hour, longDate } from '../frame/times.ts'
import { openDay, type DayPages, type DayParams, type DayRequest } from './day.ts'
import { texts, type Faults, type TypedFields } from './changes/typed.ts'
import { said } from '../../../core/said/said.ts'

/** What was sent in a refused form, with what is wrong. */
interface Sent {
  id: number
  typed: Partial<TypedFields>
  faults: Faults
  fault: string
}

/** Everything that can be typed for one story: its texts, section, place, hold, embargo, and its event. */
export function registerStoryForms(scope: FastifyInstance, _: WebContext, pages: DayPages): void {
  scope.get<DayParams>(
    '/today/:key/:date/story/:id/edit',
    { config: { permission: 'edit-edition' } },
    async (request, reply) => {
      const id = request.params.id ?? ''
      if (!/^\d{1,15}$/.test(id)) throw new AppError('not-found', said('story-none', { id }))
      return showStory(pages, request, reply, { id: Number(id), typed: {}, faults: {}, fault: '' })
    },
  )
  scope.get<DayParams>(
    '/today/:key/:date/forms',
    { config: { permission: 'edit-edition' } },
    async (request, reply) => showStory(pages, request, reply, { id: 0, typed: {}, faults: {}, fault: '' }),
  )
}

export async function showStory(
  pages: DayPages,
  request: DayRequest,
  reply: FastifyReply,
  sent: Sent,
): Promise<string> {
  const { context, desk } = pages
  const { place, day } = await openDay(pages, request)
  const { digest, edition } = day
  const isFaulty = sent.fault !== '' || Object.keys(sent.faults).length > 0
  const fault = { ...(isFaulty && { fault: sent.fault || desk.say('not-saved') }) }
  // The forms of the day itself, such as that of its hour, belong to no story.
  if (sent.id === 0)
    return desk.show(
      request,
      reply,
      'day-forms',
      { title: desk.say('today'), place: 'today', ...fault },
      {
        ...basics(day, place.here),
        date: longDate(day.date),
        note: sent.typed.note ?? edition?.note ?? '',
        hour: sent.typed.hour ?? (edition ? hour(edition.dueAt, digest.schedule.timeZone) : ''),
        hourFault: faultSaid(desk, sent.faults.hour),
      },
    )
  const edited = await editedStory(context, { ...day, id: sent.id })
  const name = await nameActors(context, edited.hold ? [edited.hold.by] : [])
  const names = new Map((await listTopics(context, 'en')).map((topic) => [topic.id, topic.name]))
  return desk.show(
    request,
    reply,
    'story-forms',
    { title: edited.words.headline, place: 'today', ...fault },
    {
      ...basics(day, place.here),
      ...storyView(edited, digest.schedule.timeZone),
      holder: edited.hold ? name(edited.hold.by) : '',
      zone: digest.schedule.timeZone,
      fields: wordFields(edited, sent),
      of: sent.typed.of ?? 'edition',
      topics: digest.topics.map((id) => ({
        id,
        name: names.get(id) ?? id,
        isChosen: id === (sent.typed.topic ?? edited.topics[0]),
      })),
      places: placesOf(day, sent.id),
      placeFault: faultSaid(desk, sent.faults.place),
      events: eventsOf(day, sent.id),
      withFault: faultSaid(desk, sent.faults.with),
      reason: sent.typed.reason ?? '',
      until: sent.typed.until ?? '',
      reasonFault: faultSaid(desk, sent.faults.reason),
      untilFault: faultSaid(desk, sent.faults.until),
    },
  )
}

const faultSaid = (desk: DayPages['desk'], key: string | undefined): string => (key ? desk.say(key) : '')

const basics = (day: DeskDay, here: string) => ({
  here,
  seen: day.seen,
  editionId: day.edition?.id ?? 0,
  isFrozen: day.edition !== null,
})

function storyView({ story, isCarried, isPinned, hold, embargo, words, own }: EditedStory, zone: string) {
  const at = (instant: Temporal.Instant | null): string =>
    instant
      ?.toZonedDateTimeISO(zone)
      .toPlainDateTime()
      .toString({ smallestUnit: 'minute' })
      .replace('T', ' ') ?? ''
  return {
    id: story.id,
    headline: words.headline,
    source: story.sourceName,
    link: story.link ?? '',
    own: { headline: own.headline, summary: own.summary },
    isEdited: words.headline !== own.headline || words.summary !== own.summary,
    isCarried,
    isPinned,
    isHeld: hold !== null,
    holdReason: hold?.reason ?? '',
    holdUntil: at(hold?.until ?? null),
    embargo: at(embargo),
  }
}

function wordFields({ words, story }: EditedStory, { typed }: Sent) {
  return texts
    .filter((text) => text !== 'picture-text' || story.picture !== null)
    .map((text) => ({
      name: text,
      label: `field-${text}`,
      help: `field-${text}-help`,
      value: typed[text] ?? words[text],
      was: typed[`was-${text}`] ?? words[text],
      rows: text === 'summary' ? 4 : 2,
    }))
}

/** Where a story can be placed: before or after each other one. */
function placesOf({ stories }: DeskDay, id: number) {
  const others = stories.filter(({ item }) => item.storyId !== id)
  const last = others.at(-1)
  return [
    ...others.map(({ item }) => ({
      value: `before ${item.storyId}`,
      way: 'place-before',
      headline: item.headline,
    })),
    ...(last
      ? [{ value: `after ${last.item.storyId}`, way: 'place-after', headline: last.item.headline }]
      : []),
  ]
}

/** The stories that a story can be merged with: those that the edition carries, or before the freeze would carry. */
function eventsOf({ stories, pool, edition }: DeskDay, id: number) {
  const carried = edition
    ? stories.map(({ item }) => ({ id: item.storyId, headline: item.headline, source: item.sourceName }))
    : pool.flatMap(({ stories: [first] }) =>
        first ? [{ id: first.storyId, headline: first.headline, source: first.source }] : [],
      )
  return carried.filter((one) => one.id !== id)
}
