import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { feedbackOutcomes, type Feedback } from '../../../core/entities/feedback/feedback.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { may } from '../../../core/permissions.ts'
import { listFeedback, listMassFailures } from '../../../services/feedback/viewing/list-feedback.ts'
import { settleMassFailure } from '../../../services/feedback/judging/settle-mass-failure.ts'
import { accountOf } from '../../desk/frame/account.ts'
import { moment } from '../../desk/frame/times.ts'
import { oneText, readForm } from '../../kit/forms/forms.ts'
import { doneIn, seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { withDigest, type Admin } from '../frame/admin.ts'
import { cameBackTabs } from './came-back-tabs.ts'

const atOnce = 50
const form = z.object({ domain: oneText, decision: oneText.pipe(z.enum(['suppress', 'drop'])) })

/** What came back, and the domains that wait for a person. */
export function registerCameBack(scope: FastifyInstance, { context }: WebContext, admin: Admin): void {
  const { say, at } = admin
  const config = { permission: 'change-suppressions' }
  scope.get('/came-back', { config: { permission: 'view-suppressions' } }, async (request, reply) =>
    show(request, reply, ''),
  )
  scope.post('/came-back', { config }, async (request, reply) => {
    const digest = await admin.digestOf(request)
    const sent = readForm(form, request.body)
    if (!sent.ok) return show(request, reply.code(422), say('not-saved'))
    await settleMassFailure(context, sent.value, accountOf(request).actor)
    return seeOther(reply, withDigest(at('/came-back'), digest), 'wave-settled')
  })

  async function show(request: FastifyRequest, reply: FastifyReply, fault: string): Promise<string> {
    const digest = await admin.digestOf(request)
    const { outcome: wanted, before } = request.query as { outcome?: unknown; before?: unknown }
    const outcome = feedbackOutcomes.find((one) => one === wanted) ?? null
    const { actor } = accountOf(request)
    const filter = {
      kind: null,
      outcome,
      before: typeof before === 'string' && /^\d{1,15}$/.test(before) ? Number(before) : null,
      count: atOnce,
    }
    const rows = await listFeedback(context, filter, actor)
    const last = rows.length === atOnce ? rows.at(-1) : undefined
    const link = (query: Record<string, string>) =>
      withDigest(`${at('/came-back')}?${new URLSearchParams(query).toString()}`, digest)
    const view = {
      digest: digest.key,
      action: withDigest(at('/came-back'), digest),
      mayChange: may(actor, 'change-suppressions', null),
      tabs: cameBackTabs(admin, digest, actor, outcome === 'unmatched' ? 'unmatched' : 'all'),
      isFiltered: outcome !== null,
      outcomes: feedbackOutcomes.map((id) => ({
        id,
        name: say(`back-${id}`),
        isChosen: id === outcome,
      })),
      waves: (await listMassFailures(context, actor)).map(({ domain, count }) => ({
        domain,
        says: say('back-wave', { count, domain }),
      })),
      rows: rows.map((row) => rowView(row, digest)),
      next: last ? link({ ...(outcome ? { outcome } : {}), before: String(last.id) }) : '',
    }
    const done = doneIn(request.query, ['wave-settled'])
    const page = {
      title: say('came-back'),
      here: '/came-back',
      digest,
      ...(done && { notice: say('wave-settled') }),
      ...(fault && { fault }),
    }
    return admin.show(request, reply, 'came-back', page, view)
  }

  const rowView = ({ id, address, sender, reason, outcome, says, receivedAt }: Feedback, digest: Digest) => ({
    address: address ?? (sender === '' ? say('back-nobody') : sender),
    href: withDigest(at(`/came-back/${id}`), digest),
    reason: say(`back-reason-${reason}`),
    done: say(`back-${outcome}`),
    says,
    at: moment(receivedAt, digest.schedule.timeZone),
  })
}
