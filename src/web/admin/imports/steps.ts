import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Actor } from '../../../core/entities/actor.ts'
import type { Import } from '../../../core/entities/imports/import.ts'
import { AppError } from '../../../core/errors.ts'
import { saidOf, type Refused } from '../../../core/said/said.ts'
import { cancelImport } from '../../../services/imports/starting/cancel-import.ts'
import { setUpImport } from '../../../services/imports/starting/set-up-import.ts'
import { startImport } from '../../../services/imports/starting/start-import.ts'
import { undoImport } from '../../../services/imports/undoing/undo-import.ts'
import type { Context } from '../../../services/context.ts'
import { wholeSentence } from '../../../wording/wording.ts'
import { accountOf } from '../../desk/frame/account.ts'
import { oneText, readForm } from '../../kit/forms/forms.ts'
import { seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { withDigest, type Admin } from '../frame/admin.ts'
import { foundImport } from './found-import.ts'
import { showImport, showPlan } from './one-import.ts'
import { planForm, planOf } from './plan-form.ts'

/** The number of readers that a replacing list may unsubscribe, if these are most of them. */
const startForm = z.object({ number: oneText })

const numberIn = (text: string): number | null => (/^\d{1,9}$/.test(text) ? Number(text) : null)

type Step = (context: Context, one: Import, actor: Actor) => Promise<{ ok: true } | Refused>

const steps: Readonly<Record<'cancel' | 'undo', Step>> = {
  cancel: cancelImport,
  undo: undoImport,
}

/** An admin's actions on an import: saves its settings and has it checked, starts it, cancels it, undoes it. */
export function registerSteps(scope: FastifyInstance, site: WebContext, admin: Admin): void {
  const config = { permission: 'change-subscribers' }
  scope.post('/imports/:id/plan', { config }, async (request, reply) => {
    const { one, digest } = await foundImport(site, request)
    const sent = readForm(planForm, request.body)
    if (!sent.ok)
      return showPlan(site, admin, request, reply.code(422), {
        one,
        digest,
        fault: admin.say('import-plan-unread'),
      })
    const plan = planOf(sent.value)
    const done = await saveAndCheck(site, request, one, plan)
    if (done.ok) return seeOther(reply, withDigest(admin.at(`/imports/${one.id}`), digest), 'check')
    const fault = wholeSentence('en', done)
    const isOfProof = done.code === 'import-without-proof' || done.code === 'proof-refused'
    const where = isOfProof ? { proofFault: fault } : { fault }
    return showPlan(site, admin, request, reply.code(422), { one, digest, plan, ...where })
  })
  scope.post('/imports/:id/start', { config }, async (request, reply) => {
    const { one, digest } = await foundImport(site, request)
    const sent = readForm(startForm, request.body)
    const confirmed = sent.ok ? numberIn(sent.value.number) : null
    const done = await startImport(site.context, one, 'import', accountOf(request).actor, confirmed)
    if (done.ok) return seeOther(reply, withDigest(admin.at(`/imports/${one.id}`), digest), 'start')
    if (done.code !== 'import-number-differs') throw new AppError('conflict', saidOf(done))
    const numberFault = wholeSentence('en', done)
    return showImport(site, admin, request, reply.code(422), { one, digest, numberFault })
  })
  for (const [name, step] of Object.entries(steps))
    scope.post(`/imports/:id/${name}`, { config }, async (request, reply) => {
      const { one, digest } = await foundImport(site, request)
      const done = await step(site.context, one, accountOf(request).actor)
      if (!done.ok) throw new AppError('conflict', saidOf(done))
      return seeOther(reply, withDigest(admin.at(`/imports/${one.id}`), digest), name)
    })
}

/** Saves the settings of a list, and has it checked with them. */
async function saveAndCheck(
  { context }: WebContext,
  request: FastifyRequest,
  one: Import,
  plan: ReturnType<typeof planOf>,
): Promise<{ ok: true } | Refused> {
  const { actor } = accountOf(request)
  const set = await setUpImport(context, one, plan, actor)
  if (!set.ok) return set
  return startImport(context, { ...one, state: 'received', columns: plan.columns }, 'check', actor)
}
