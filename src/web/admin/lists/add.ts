import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { dayNames } from '../../../core/schedule.ts'
import { addSubscriber, type NewSubscriber } from '../../../services/subscribers/add-subscriber.ts'
import { filterChoices } from '../../../services/subscribers/readers/filter-choices.ts'
import { wholeSentence } from '../../../wording/wording.ts'
import { accountOf } from '../../desk/frame/account.ts'
import { manyTexts, oneText, readForm } from '../../kit/forms/forms.ts'
import { seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { withDigest, type Admin } from '../frame/admin.ts'

const form = z.object({
  email: oneText,
  name: oneText,
  topics: manyTexts,
  days: manyTexts,
  hour: oneText,
  time_zone: oneText,
  returning: oneText,
})

type Fields = NewSubscriber & { returning: boolean }
const nothing: Fields = {
  email: '',
  name: '',
  topics: [],
  days: [],
  hour: '',
  timeZone: '',
  returning: false,
}

/** Adds one reader who asked the admin for it. */
export function registerAddReader(scope: FastifyInstance, { context }: WebContext, admin: Admin): void {
  const config = { permission: 'change-subscribers' }
  scope.get('/add', { config }, async (request, reply) =>
    show(request, reply, await admin.digestOf(request), nothing, {}),
  )
  scope.post('/add', { config }, async (request, reply) => {
    const digest = await admin.digestOf(request)
    const person = personIn(request.body)
    const added = await addSubscriber(context, digest, person, accountOf(request).actor, person.returning)
    if (!added.ok)
      return show(request, reply.code(422), digest, person, { [added.field]: wholeSentence('en', added) })
    const query = new URLSearchParams({ digest: digest.key, q: added.email }).toString()
    return seeOther(reply, `${admin.at('')}?${query}`, `reader-${added.outcome}`)
  })

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    digest: Digest,
    person: Fields,
    faults: Record<string, string>,
  ): Promise<string> {
    const { topics } = await filterChoices(context, accountOf(request).actor, digest)
    const fault = Object.keys(faults).length > 0 ? { fault: admin.say('not-saved') } : {}
    return admin.show(
      request,
      reply,
      'add',
      { title: admin.say('reader-add'), here: '/add', digest, ...fault },
      {
        action: withDigest(admin.at('/add'), digest),
        back: withDigest(admin.at(''), digest),
        digestName: digest.name,
        person,
        topics: topics.map(({ id, name }) => ({ id, name, isChosen: person.topics.includes(id) })),
        days: dayNames.map((id) => ({
          id,
          name: admin.say(`short-${id}`),
          isChosen: person.days.includes(id),
        })),
        standard: admin.say('choices-standard', {
          hour: digest.schedule.hour,
          zone: digest.schedule.timeZone,
        }),
        faults: { email: '', name: '', topics: '', days: '', hour: '', time_zone: '', ...faults },
      },
    )
  }
}

function personIn(body: unknown): Fields {
  const read = readForm(form, body)
  if (!read.ok) throw new Error('a form of texts was not read')
  const { time_zone: timeZone, returning, ...person } = read.value
  return { ...person, timeZone, returning: returning !== '' }
}
