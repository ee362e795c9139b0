import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { defaultWarmUp } from '../../../core/entities/sending/warm-up.ts'
import { AppError } from '../../../core/errors.ts'
import { may } from '../../../core/permissions.ts'
import { saidOf, type Refused } from '../../../core/said/said.ts'
import { changeWarmUpPlan } from '../../../services/sending/warm-up/change-plan.ts'
import { changeWarmUp, warmUpVerbs } from '../../../services/sending/warm-up/change-warm-up.ts'
import { showWarmUp } from '../../../services/sending/warm-up/show-warm-up.ts'
import { startWarmUp } from '../../../services/sending/warm-up/start-warm-up.ts'
import { wholeSentence } from '../../../wording/wording.ts'
import { accountOf } from '../../desk/frame/account.ts'
import { oneText, readForm } from '../../kit/forms/forms.ts'
import { doneIn, seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { withDigest, type Admin } from '../frame/admin.ts'
import { previewOf, typedOf, wantedOf, type TypedPlan } from './plan-form.ts'
import { warmUpView } from './warm-up-view.ts'

const startForm = z.object({ do: oneText, steps: oneText, bounces: oneText, complaints: oneText })
const changeForm = z.object({ do: oneText.pipe(z.enum(warmUpVerbs)), note: oneText })
const planForm = z.object({ steps: oneText, bounces: oneText, complaints: oneText, planNote: oneText })
const done = ['warm-up-start', 'warm-up-plan', 'warm-up-pause', 'warm-up-resume', 'warm-up-end'] as const

interface Shown {
  typed?: TypedPlan
  note?: string
  planNote?: string
  faults?: Partial<Record<'steps' | 'bars' | 'timeZone' | 'note' | 'planNote', string>>
  fault?: string
  preview?: Awaited<ReturnType<typeof previewOf>>
}

/** A warm-up sends to more readers each day: its plan, its progress, what came back; it can be started, paused, resumed and ended. */
export function registerWarmUp(scope: FastifyInstance, { context }: WebContext, admin: Admin): void {
  const { say, at } = admin
  scope.get('/warm-up', { config: { permission: 'view-readers' } }, async (request, reply) =>
    show(request, reply, {}),
  )
  const config = { permission: 'change-warm-up' }
  scope.post('/warm-up/start', { config }, async (request, reply) => {
    const sent = readForm(startForm, request.body)
    if (!sent.ok) return show(request, reply.code(422), { fault: say('not-saved') })
    const typed = sent.value
    const wanted = wantedOf(typed)
    if (typed.do === 'preview') {
      const preview = await previewOf(context, wanted)
      return preview.ok ? show(request, reply, { typed, preview }) : refuse(request, reply, typed, preview)
    }
    const started = await startWarmUp(context, wanted, accountOf(request).actor)
    if (!started.ok) return refuse(request, reply, typed, started)
    return seeOther(reply, await path(request), 'warm-up-start')
  })
  scope.post('/warm-up/change', { config }, async (request, reply) => {
    const sent = readForm(changeForm, request.body)
    if (!sent.ok) return show(request, reply.code(422), { fault: say('not-saved') })
    const { do: verb, note } = sent.value
    try {
      const changed = await changeWarmUp(context, verb, note, accountOf(request).actor)
      if (changed.ok) return await seeOther(reply, await path(request), `warm-up-${verb}`)
      return await show(request, reply.code(409), { fault: wholeSentence('en', changed) })
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'bad-input') throw error
      const faults = { note: wholeSentence('en', error.says) }
      return show(request, reply.code(422), { note, faults, fault: say('not-saved') })
    }
  })

  scope.post('/warm-up/plan', { config }, async (request, reply) => {
    const sent = readForm(planForm, request.body)
    if (!sent.ok) return show(request, reply.code(422), { fault: say('not-saved') })
    const { planNote, ...typed } = sent.value
    const how = { note: planNote, actor: accountOf(request).actor, dryRun: false }
    try {
      const changed = await changeWarmUpPlan(context, wantedOf(typed), how)
      if (changed.ok) return await seeOther(reply, await path(request), 'warm-up-plan')
      return await refuse(request, reply, typed, changed, planNote)
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'bad-input') throw error
      const faults = { planNote: wholeSentence('en', error.says) }
      return show(request, reply.code(422), { typed, planNote, faults, fault: say('not-saved') })
    }
  })

  const path = async (request: FastifyRequest) => withDigest(at('/warm-up'), await admin.digestOf(request))

  async function refuse(
    request: FastifyRequest,
    reply: FastifyReply,
    typed: TypedPlan,
    refusal: Refused & { field?: 'steps' | 'bars' | 'timeZone' },
    planNote?: string,
  ): Promise<string> {
    const says = wholeSentence('en', saidOf(refusal))
    if (refusal.field === undefined) return show(request, reply.code(409), { fault: says })
    const faults = { [refusal.field]: says }
    const noted = planNote === undefined ? {} : { planNote }
    return show(request, reply.code(422), { typed, ...noted, faults, fault: say('not-saved') })
  }

  async function show(request: FastifyRequest, reply: FastifyReply, shown: Shown): Promise<string> {
    const digest = await admin.digestOf(request)
    const { actor } = accountOf(request)
    const code = doneIn(request.query, done)
    const page = {
      title: say('warm-up'),
      here: '/warm-up',
      digest,
      ...(code && { notice: say(`${code}-done`) }),
      ...(shown.fault && { fault: shown.fault }),
    }
    const found = await showWarmUp(context, actor)
    const view = warmUpView(admin, found, digest.schedule.timeZone)
    return admin.show(request, reply, 'warm-up', page, {
      ...view,
      mayChange: may(actor, 'change-warm-up', null),
      start: withDigest(at('/warm-up/start'), digest),
      change: withDigest(at('/warm-up/change'), digest),
      plan: withDigest(at('/warm-up/plan'), digest),
      typed: shown.typed ?? typedOf(found && view.isOpen ? found.warmUp : defaultWarmUp),
      isPlanOpen: shown.planNote !== undefined,
      planNote: shown.planNote ?? '',
      note: shown.note ?? '',
      faults: { steps: '', bars: '', timeZone: '', note: '', planNote: '', ...shown.faults },
      preview: shown.preview?.ok ? shown.preview.days : null,
      takenOver: shown.preview?.ok ? shown.preview.admitted : 0,
      nobody: shown.preview?.ok === true && shown.preview.days.length === 0,
    })
  }
}
