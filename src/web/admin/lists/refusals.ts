import type { FastifyInstance } from 'fastify'
import { listRefusals } from '../../../services/feedback/viewing/list-refusals.ts'
import { accountOf } from '../../desk/frame/account.ts'
import { moment } from '../../desk/frame/times.ts'
import type { WebContext } from '../../web-context.ts'
import { withDigest, type Admin } from '../frame/admin.ts'
import { cameBackTabs } from './came-back-tabs.ts'

/** Servers that refuse us for reasons on our side: their replies, and what can be done. */
export function registerRefusals(scope: FastifyInstance, { context }: WebContext, admin: Admin): void {
  const { say, at } = admin
  const config = { permission: 'view-suppressions' }
  scope.get('/refusals', { config }, async (request, reply) => {
    const digest = await admin.digestOf(request)
    const zone = digest.schedule.timeZone
    const { actor } = accountOf(request)
    const refusals = await listRefusals(context, actor)
    const page = { title: say('refusals'), here: '/came-back', digest }
    return admin.show(request, reply, 'refusals', page, {
      tabs: cameBackTabs(admin, digest, actor, 'refusals'),
      rows: refusals.map(({ reason, domain, count, since, lastAt, says, lastReport }) => ({
        reason: say(`back-reason-${reason}`),
        domain: domain === '' ? say('refusals-any-domain') : domain,
        count: say('refusals-count', { count }),
        since: moment(since, zone),
        last: moment(lastAt, zone),
        says,
        href: withDigest(at(`/came-back/${lastReport}`), digest),
        todo: say(`refusals-todo-${reason}`),
      })),
    })
  })
}
