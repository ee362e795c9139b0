import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { AppError } from '../../../core/errors.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { said } from '../../../core/said/said.ts'
import { addStory, type Added } from '../../../services/editions/adding/add-story.ts'
import { wholeSentence } from '../../../wording/wording.ts'
import { oneText, readForm } from '../../kit/forms/forms.ts'
import { seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { emptyForm, showAddForm, type AddedFields, type AddedFaults } from './add-form.ts'
import { showConflict } from './changes/conflict.ts'
import { dayPlace, type DayPages, type DayParams, type DayPlace } from './day.ts'

const form = z.object({
  seen: oneText.check(z.regex(/^\d{1,15}$/)).transform(Number),
  edition: oneText.check(z.regex(/^\d{1,15}$/)).transform(Number),
  link: oneText,
  headline: oneText,
  text: oneText,
  source: oneText,
  topic: oneText,
})

/** Adds a story that was not collected, by its link or by its texts: on its own page, which leads back to the day. */
export function registerAddStory(scope: FastifyInstance, _: WebContext, pages: DayPages): void {
  const config = { permission: 'edit-edition' }
  scope.get<DayParams>('/today/:key/:date/add', { config }, async (request, reply) => {
    const place = await dayPlace(pages, request)
    requirePermission(place.actor, 'edit-edition', place.digest.id)
    return showAddForm(pages, request, reply, { place, typed: emptyForm, faults: {} })
  })
  scope.post<DayParams>('/today/:key/:date/add', { config }, async (request, reply) => {
    const place = await dayPlace(pages, request)
    const sent = readForm(form, request.body)
    if (!sent.ok) throw new AppError('bad-input', said('form-incomplete'))
    const { seen, edition, ...typed } = sent.value
    const added = await add(pages, place, { seen, edition, typed })
    if ('faults' in added)
      return showAddForm(pages, request, reply.code(422), { place, typed, faults: added.faults })
    if (added.ok) return backTo(reply, place, added)
    const again = { action: `${place.here}/add`, asked: 'add', typed }
    return showConflict(pages, request, reply.code(409), { place, ...again, refused: [added] })
  })
}

interface Sent {
  seen: number
  edition: number
  typed: AddedFields
}

async function add(
  { context, desk }: DayPages,
  { actor, digest, date }: DayPlace,
  { seen, edition, typed }: Sent,
): Promise<Added | { faults: AddedFaults }> {
  const basis = { digestId: digest.id, date, editionId: edition === 0 ? null : edition, seen }
  const { link, headline, text, source, topic } = typed
  const story = {
    link: link || null,
    headline: headline || null,
    text: text || null,
    source: source || null,
    topic: topic || null,
    to: null,
  }
  try {
    const added = await addStory(context, basis, story, actor)
    return !added.ok && added.code === 'no-such-topic'
      ? { faults: { topic: desk.say('refused-no-such-topic') } }
      : added
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'bad-input') throw error
    return { faults: { [fieldOf(error)]: wholeSentence('en', error.says) } }
  }
}

/** The field that a fault is about, beside which it is shown. */
function fieldOf({ says: { code, params } }: AppError): keyof AddedFields {
  const { what } = params
  const about = typeof what === 'object' && 'code' in what ? what.code : code
  return fields[about] ?? 'link'
}

const fields: Partial<Record<string, keyof AddedFields>> = {
  'words-of-headline': 'headline',
  'words-of-summary': 'text',
  'added-story-lacks-source': 'source',
  'added-source-long': 'source',
}

function backTo(reply: FastifyReply, { here }: DayPlace, added: Extract<Added, { ok: true }>): FastifyReply {
  return seeOther(reply, `${here}?story=${added.story}`, doneCode(added))
}

function doneCode({ isKnown, change, page }: Extract<Added, { ok: true }>): string {
  if (isKnown) return change === null ? 'added-already' : 'added-known'
  return page === 'awaited' || page === 'unreadable' ? `added-${page}` : 'added'
}
