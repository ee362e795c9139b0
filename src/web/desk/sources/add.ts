import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { AppError } from '../../../core/errors.ts'
import { webAddress } from '../../../core/addresses/web-address.ts'
import { addSource } from '../../../services/collecting/managing/add-source.ts'
import { checkSource, type CheckedSource } from '../../../services/collecting/managing/check-sources.ts'
import { oneText, readForm } from '../../kit/forms/forms.ts'
import { seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { accountOf } from '../frame/account.ts'
import type { Desk } from '../frame/frame.ts'
import { sentence } from '../../../wording/wording.ts'

type Field = 'location' | 'name' | 'section'
type Typed = Record<Field, string>

const isOnTheWeb = (text: string): boolean => /^https?:\/\/[^/]/i.test(webAddress(text))

/** Adds a source by its address, after reading it. */
export function registerAddSource(scope: FastifyInstance, { context }: WebContext, desk: Desk): void {
  const config = { permission: 'change-sources' }
  const form = z.object({
    // A path would be a file of this machine.
    location: oneText.check(z.refine(isOnTheWeb, desk.say('fault-address'))),
    name: oneText.check(z.maxLength(150, desk.say('fault-long'))),
    section: oneText.pipe(z.enum(['news', 'analysis'])),
    how: oneText.pipe(z.enum(['check', 'add'])),
  })
  const nothing = { location: '', name: '', section: 'news' }
  scope.get('/sources/add', { config }, async (request, reply) =>
    show(desk, request, reply, nothing, {}, null),
  )
  scope.post('/sources/add', { config }, async (request, reply) => {
    const sent = readForm(form, request.body)
    const typed = {
      location: sent.typed.location[0] ?? '',
      name: sent.typed.name[0] ?? '',
      section: sent.typed.section[0] ?? 'news',
    }
    if (!sent.ok) return show(desk, request, reply.code(422), typed, sent.faults, null)
    const { location, name, section, how } = sent.value
    if (how === 'check') {
      const checked = await checkSource(context.sources, location)
      return show(desk, request, reply, { ...typed, name: name || (checked.title ?? '') }, {}, checked)
    }
    if (name === '')
      return show(desk, request, reply.code(422), typed, { name: desk.say('fault-name') }, null)
    try {
      const ordinary = { kind: null, language: null, weight: 1, pictures: 'keep', timeZone: null } as const
      const written = { name, location, kept: location, section, ...ordinary }
      await addSource(context, written, false, accountOf(request).actor)
    } catch (error) {
      if (!(error instanceof AppError) || (error.code !== 'bad-input' && error.code !== 'conflict'))
        throw error
      const field = error.code === 'conflict' ? 'name' : 'location'
      return show(desk, request, reply.code(422), typed, { [field]: error.message }, null)
    }
    return seeOther(reply, desk.at('sources'), 'added')
  })
}

const itemsShown = 8

function show(
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  typed: Typed,
  faults: Partial<Record<Field | 'how', string>>,
  checked: CheckedSource | null,
): Promise<string> {
  const hasFault = Object.keys(faults).length > 0
  return desk.show(
    request,
    reply,
    'source-add',
    { title: desk.say('add-source'), place: 'sources', ...(hasFault && { fault: desk.say('not-saved') }) },
    {
      typed,
      isAnalysis: typed.section === 'analysis',
      faults: { location: '', name: '', ...faults },
      checked: checked && {
        error: sentence('en', checked.error ?? ''),
        kind: checked.kind ?? '',
        count: checked.items.length,
        notes: [...checked.repairs, ...checked.notes].map((note) => sentence('en', note)),
        items: checked.items
          .slice(0, itemsShown)
          .map(({ title, date }) => ({ title, date: date?.slice(0, 10) ?? '' })),
      },
    },
  )
}
