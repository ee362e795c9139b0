import { z } from 'zod'
import type { StoryText } from '../../../../core/entities/changes/change.ts'
import { embargoStory } from '../../../../services/editions/changing/stories/embargo-story.ts'
import { holdStory } from '../../../../services/editions/changing/stories/hold-story.ts'
import { includeStory } from '../../../../services/editions/changing/stories/include-story.ts'
import type { Changed } from '../../../../services/editions/changing/make-change.ts'
import { mergeStories } from '../../../../services/editions/changing/stories/merge-stories.ts'
import { rewordStory } from '../../../../services/editions/changing/stories/reword-story.ts'
import { setHour } from '../../../../services/editions/changing/edition/set-hour.ts'
import { setNote } from '../../../../services/editions/changing/edition/set-note.ts'
import { setSection } from '../../../../services/editions/changing/stories/set-section.ts'
import { oneText } from '../../../kit/forms/forms.ts'
import { askedIn, type Asked, type Making } from './verbs.ts'

/** The texts of a story that can be edited, in the order of their fields. */
export const texts = ['headline', 'summary', 'why', 'picture-text'] as const satisfies readonly StoryText[]

/** Every field that the page's forms may have, apart from the buttons. */
export const typedFields = z.object({
  headline: oneText,
  summary: oneText,
  why: oneText,
  'picture-text': oneText,
  'was-headline': oneText,
  'was-summary': oneText,
  'was-why': oneText,
  'was-picture-text': oneText,
  of: oneText,
  topic: oneText,
  place: oneText,
  reason: oneText,
  until: oneText,
  with: oneText,
  note: oneText,
  hour: oneText,
})
export type TypedFields = z.infer<typeof typedFields>

/** Only the fields of the submitted form: those of the page's other forms are not changed. */
export function onlySent(typed: TypedFields, body: unknown): Partial<TypedFields> {
  const sent = typeof body === 'object' && body !== null ? body : {}
  return Object.fromEntries(Object.entries(typed).filter(([field]) => Object.hasOwn(sent, field)))
}

/** What is wrong, by field, as keys of words. */
export type Faults = Partial<Record<keyof TypedFields, string>>

/** The date and zone of what was typed. */
export interface TypedMaking extends Making {
  zone: string
  date: Temporal.PlainDate
}

export type TypedVerb = (
  making: TypedMaking,
  asked: Asked,
  typed: TypedFields,
) => Promise<Changed[] | { faults: Faults }>

/** The changes with typed fields: faults are reported by field, and then nothing is changed. */
export const typedVerbs: ReadonlyMap<string, TypedVerb> = new Map<string, TypedVerb>([
  ['words', reword],
  ['section', section],
  ['place', place],
  ['hold', hold],
  ['embargo', embargo],
  ['merge-with', mergeWith],
  ['note', note],
  ['hour', hour],
])

/** Only the texts that were changed in the form, so that nobody else's are overwritten. */
async function reword({ context, basis, actor }: TypedMaking, { id }: Asked, typed: TypedFields) {
  const of = typed.of === 'story' ? 'story' : 'edition'
  const made: Changed[] = []
  for (const text of texts.filter((one) => typed[one] !== typed[`was-${one}`])) {
    const words = typed[text] === '' ? null : typed[text]
    made.push(await rewordStory(context, basis, { story: id, text, words, of }, actor))
  }
  return made
}

async function section({ context, basis, actor }: TypedMaking, { id }: Asked, { topic }: TypedFields) {
  return [await setSection(context, basis, { story: id, topic }, actor)]
}

/** Before or after a chosen story; a story that is not in the edition is included there. */
async function place({ context, basis, actor }: TypedMaking, { id }: Asked, typed: TypedFields) {
  const to = askedIn(`place ${id} ${typed.place}`)?.to ?? null
  return to
    ? [await includeStory(context, basis, { story: id, to }, actor)]
    : { faults: { place: 'fault-place' } }
}

async function hold({ context, basis, actor, zone }: TypedMaking, { id }: Asked, typed: TypedFields) {
  const until = typed.until === '' ? null : instantIn(typed.until, zone)
  const faults: Faults = {
    ...(typed.reason === '' && { reason: 'fault-reason' }),
    ...(typed.reason.length > 200 && { reason: 'fault-long' }),
    ...(typed.until !== '' && !until && { until: 'fault-instant' }),
  }
  if (Object.keys(faults).length > 0) return { faults }
  return [await holdStory(context, basis, { story: id, reason: typed.reason, until }, actor)]
}

async function embargo({ context, basis, actor, zone }: TypedMaking, { id }: Asked, typed: TypedFields) {
  const until = instantIn(typed.until, zone)
  return until
    ? [await embargoStory(context, basis, { story: id, until }, actor)]
    : { faults: { until: 'fault-instant' } }
}

async function mergeWith({ context, basis, actor }: TypedMaking, { id }: Asked, typed: TypedFields) {
  return /^\d{1,15}$/.test(typed.with)
    ? [await mergeStories(context, basis, { story: id, into: Number(typed.with) }, actor)]
    : { faults: { with: 'fault-with' } }
}

async function note({ context, basis, actor }: TypedMaking, _: Asked, typed: TypedFields) {
  return [await setNote(context, basis, { text: typed.note === '' ? null : typed.note }, actor)]
}

/** A time on the edition's day, in the digest's zone. */
async function hour({ context, basis, actor, zone, date }: TypedMaking, _: Asked, typed: TypedFields) {
  const at = /^\d\d:\d\d$/.test(typed.hour) ? instantIn(`${date.toString()}T${typed.hour}`, zone) : null
  return at ? [await setHour(context, basis, { at }, actor)] : { faults: { hour: 'fault-hour' } }
}

/** `2026-11-28T12:00`, as browsers send it, in a zone; null for anything else. */
function instantIn(text: string, zone: string): Temporal.Instant | null {
  try {
    return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant()
  } catch {
    return null
  }
}
