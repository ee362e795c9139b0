import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { AccountActor } from '../../../core/entities/account.ts'
import { may } from '../../../core/permissions.ts'
import { liftByHash } from '../../../services/subscribers/suppressions/suppress-address.ts'
import {
  addSuppressionNote,
  type SuppressionPlace,
} from '../../../services/subscribers/suppressions/add-note.ts'
import { liftDomain } from '../../../services/subscribers/suppressions/suppress-domain.ts'
import { AppError } from '../../../core/errors.ts'
import { said } from '../../../core/said/said.ts'
import { wholeSentence } from '../../../wording/wording.ts'
import { accountOf } from '../../desk/frame/account.ts'
import { oneText, readForm } from '../../kit/forms/forms.ts'
import { doneIn, seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { withDigest, type Admin } from '../frame/admin.ts'
import { orRefused } from '../reader/actions.ts'
import { placeView } from './place-view.ts'

interface Params {
  Params: { kind: string; place: string }
}
type Request = FastifyRequest<Params>

const done = ['suppression-added', 'suppression-known', 'suppression-lifted', 'suppression-noted'] as const
const form = z.object({ reason: oneText, note: z.array(z.string()).transform(([first = '']) => first) })

/** One suppressed address or domain: its cause, history and notes, and lifting it. */
export function registerSuppression(scope: FastifyInstance, site: WebContext, admin: Admin): void {
  const { context } = site
  const { say, at } = admin
  const changing = { config: { permission: 'change-suppressions' } }
  const path = '/suppressions/:kind/:place'
  scope.get<Params>(path, { config: { permission: 'view-suppressions' } }, async (request, reply) =>
    show(request, reply, { reason: '', note: '', fault: '', form: '' }),
  )

  const lift = async (place: SuppressionPlace, reason: string, actor: AccountActor) => {
    const grounds = { reason, actor, dryRun: false }
    await ('hash' in place
      ? liftByHash(context, place.hash, grounds)
      : liftDomain(context, place.domain, grounds))
    return { ok: true } as const
  }
  const note = async (place: SuppressionPlace, body: string, actor: AccountActor) => {
    await addSuppressionNote(context, place, body, actor)
    return { ok: true } as const
  }

  scope.post<Params>(`${path}/lift`, changing, async (request, reply) => {
    const { reason } = fieldsIn(request.body)
    const outcome = await orRefused(() => lift(placeIn(request), reason, accountOf(request).actor))
    if (outcome.ok) return back(request, reply, 'suppression-lifted')
    const fault = wholeSentence('en', outcome)
    return show(request, reply.code(422), { reason, note: '', fault, form: 'lift' })
  })
  scope.post<Params>(`${path}/note`, changing, async (request, reply) => {
    const fields = fieldsIn(request.body)
    const outcome = await orRefused(() => note(placeIn(request), fields.note, accountOf(request).actor))
    if (outcome.ok) return back(request, reply, 'suppression-noted')
    const fault = wholeSentence('en', outcome)
    return show(request, reply.code(422), { reason: '', note: fields.note, fault, form: 'note' })
  })

  const pathOf = ({ params: { kind, place } }: Request): string => at(`/suppressions/${kind}/${place}`)
  const back = async (request: Request, reply: FastifyReply, code: (typeof done)[number]) =>
    seeOther(reply, withDigest(pathOf(request), await admin.digestOf(request)), code)

  async function show(
    request: Request,
    reply: FastifyReply,
    sent: { reason: string; note: string; fault: string; form: string },
  ): Promise<string> {
    const { actor } = accountOf(request)
    const digest = await admin.digestOf(request)
    const view = await placeView(context, admin, { place: placeIn(request), digest, actor })
    const code = doneIn(request.query, done)
    const page = {
      title: view.name,
      here: '/suppressions',
      digest,
      ...(code && { notice: say(code) }),
      ...(sent.fault && { fault: sent.fault }),
    }
    return admin.show(request, reply, 'suppression', page, {
      ...view,
      mayChange: may(actor, 'change-suppressions', null),
      lift: withDigest(`${pathOf(request)}/lift`, digest),
      note: withDigest(`${pathOf(request)}/note`, digest),
      back: withDigest(at(`/suppressions${'hash' in placeIn(request) ? '' : '?kind=domains'}`), digest),
      typed: { ...sent, liftFault: sent.form === 'lift' ? sent.fault : '' },
    })
  }
}

/** What the URL of a page names. Throws `not-found` if it is invalid. */
function placeIn({ params: { kind, place } }: Request): SuppressionPlace {
  if (kind === 'address' && /^[\da-f]{32}$/.test(place)) return { hash: place }
  if (kind === 'domain' && /^[\da-z.-]{1,253}$/.test(place)) return { domain: place }
  throw new AppError('not-found', said('suppression-none'))
}

function fieldsIn(body: unknown): { reason: string; note: string } {
  const read = readForm(form, body)
  if (!read.ok) throw new Error('a form of texts was not read')
  return read.value
}
