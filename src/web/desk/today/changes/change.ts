import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { AppError } from '../../../../core/errors.ts'
import type { Changed } from '../../../../services/editions/changing/make-change.ts'
import { leaveLater } from '../../../../services/editions/changing/edition/leave-later.ts'
import { takeBackApproval } from '../../../../services/editions/changing/edition/take-back-approval.ts'
import { sentence } from '../../../../wording/wording.ts'
import { oneText, readForm } from '../../../kit/forms/forms.ts'
import type { WebContext } from '../../../web-context.ts'
import { showConflict, type Refused } from './conflict.ts'
import { dayPlace, type DayPages, type DayParams, type DayPlace } from '../day.ts'
import { showStory } from '../story.ts'
import { onlySent, typedFields, typedVerbs, type Faults, type TypedFields } from './typed.ts'
import { askedIn, pressed, type Asked, type Making } from './verbs.ts'
import { said } from '../../../../core/said/said.ts'

/** The fields of every form of the page: what is requested, which state the page showed, and of which edition. */
const basics = z.object({
  do: oneText,
  seen: oneText.check(z.regex(/^\d{1,15}$/)).transform(Number),
  edition: oneText.check(z.regex(/^\d{1,15}$/)).transform(Number),
})

const postponeMinutes = 10

type Made = { changed: Changed[] } | { faults: Faults; fault: string }

/** Makes one change of a day, from any button or form of its page, then leads back to it. */
export function registerChange(scope: FastifyInstance, _: WebContext, pages: DayPages): void {
  const config = { permission: 'edit-edition' }
  scope.post<DayParams>('/today/:key/:date', { config }, async (request, reply) => {
    const place = await dayPlace(pages, request)
    const sent = readForm(basics, request.body)
    const asked = sent.ok ? askedIn(sent.value.do) : null
    if (!sent.ok || !asked) throw new AppError('bad-input', said('form-incomplete'))
    const { seen, edition } = sent.value
    const basis = {
      digestId: place.digest.id,
      date: place.date,
      editionId: edition === 0 ? null : edition,
      seen,
    }
    const read = readForm(typedFields, request.body)
    if (!read.ok) throw new AppError('bad-input', said('form-incomplete'))
    const typed = read.value
    const making = { context: pages.context, basis, actor: place.actor }
    const made = await make(making, place, asked, typed)
    if ('faults' in made)
      return showStory(pages, request, reply.code(422), {
        id: asked.id,
        typed: onlySent(typed, request.body),
        ...made,
      })
    const refused = made.changed.filter((one): one is Refused => !one.ok)
    if (refused.length > 0)
      return showConflict(pages, request, reply.code(409), { place, asked: sent.value.do, typed, refused })
    const isNothing = made.changed.every((one) => one.ok && one.change === null)
    return backTo(reply, place, isNothing && asked.verb !== 'take-back' ? 'nothing' : asked.verb, asked.id)
  })
}

async function make(making: Making, place: DayPlace, asked: Asked, typed: TypedFields): Promise<Made> {
  if (asked.verb === 'later')
    return {
      changed: [await leaveLater(making.context, making.basis, { minutes: postponeMinutes }, making.actor)],
    }
  if (asked.verb === 'take-back')
    return { changed: [await takeBackApproval(making.context, making.basis, making.actor)] }
  const verb = pressed.get(asked.verb)
  if (verb) return { changed: [await verb(making, asked)] }
  const typedVerb = typedVerbs.get(asked.verb)
  if (!typedVerb) throw new AppError('bad-input', said('form-incomplete'))
  try {
    const zone = place.digest.schedule.timeZone
    const made = await typedVerb({ ...making, zone, date: place.date }, asked, typed)
    return 'faults' in made ? { ...made, fault: '' } : { changed: made }
  } catch (error) {
    // A text that is empty or too long is reported above the form, which keeps what was typed.
    if (error instanceof AppError && error.code === 'bad-input')
      return { faults: {}, fault: sentence('en', error.says) }
    throw error
  }
}

const codes: Record<string, string> = {
  later: 'hour',
  'undo-last': 'undo',
  'merge-with': 'merge',
  'take-back': 'taken-back',
}

function backTo(reply: FastifyReply, { here }: DayPlace, verb: string, story: number): FastifyReply {
  const query = new URLSearchParams({ done: codes[verb] ?? verb, ...(story > 0 && { story: String(story) }) })
  return reply.header('cache-control', 'no-store').redirect(`${here}?${query.toString()}`, 303)
}
