import type { FastifyReply } from 'fastify'
import { dayBasis } from '../../../services/editions/viewing/day/desk-day.ts'
import { listTopics } from '../../../services/newsroom/list-topics.ts'
import { longDate } from '../frame/times.ts'
import type { DayPages, DayPlace, DayRequest } from './day.ts'

/** The typed fields of a story to add; those left to its page, or to the rules, are empty. */
export type AddedFields = Record<'link' | 'headline' | 'text' | 'source' | 'topic', string>

/** What is wrong, by field, in words. */
export type AddedFaults = Partial<AddedFields>

export const emptyForm: AddedFields = { link: '', headline: '', text: '', source: '', topic: '' }

interface Shown {
  place: DayPlace
  typed: AddedFields
  faults: AddedFaults
}

/** The form as it was typed, with the faults beside its fields. */
export async function showAddForm(
  { context, desk }: DayPages,
  request: DayRequest,
  reply: FastifyReply,
  { place: { digest, date, here }, typed, faults }: Shown,
): Promise<string> {
  const { seen, edition } = await dayBasis(context, digest, date)
  const names = new Map((await listTopics(context, 'en')).map(({ id, name }) => [id, name]))
  const hasFault = Object.keys(faults).length > 0
  return desk.show(
    request,
    reply,
    'story-add',
    { title: desk.say('add-story'), place: 'today', ...(hasFault && { fault: desk.say('not-saved') }) },
    {
      here,
      date: `${digest.name}, ${longDate(date)}`,
      seen,
      editionId: edition?.id ?? 0,
      isFrozen: edition !== null,
      typed,
      faults: { ...emptyForm, ...faults },
      topics: digest.topics.map((id) => ({ id, name: names.get(id) ?? id, isChosen: id === typed.topic })),
    },
  )
}
