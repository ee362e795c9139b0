import type { FastifyInstance } from 'fastify'
import { may } from '../../../core/permissions.ts'
import { listSources } from '../../../services/collecting/managing/list-sources.ts'
import { isUnproven } from '../../../services/collecting/managing/probe-source.ts'
import {
  isSick,
  sourceHealth,
  type SourceHealth,
} from '../../../services/collecting/managing/source-health.ts'
import { english } from '../../../core/said/sentence.ts'
import { doneIn } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { accountOf } from '../frame/account.ts'
import type { Desk } from '../frame/frame.ts'
import { machineZone, moment } from '../frame/times.ts'

/** All sources: sick ones first, and those that are off. */
export function registerSources(scope: FastifyInstance, { context }: WebContext, desk: Desk): void {
  scope.get('/sources', { config: { permission: 'view-desk' } }, async (request, reply) => {
    const health = await sourceHealth(context)
    const off = (await listSources(context)).filter(({ status }) => status === 'off')
    const done = doneIn(request.query, ['added', 'removed', 'imported'])
    const { actor } = accountOf(request)
    return desk.show(
      request,
      reply,
      'sources',
      { title: desk.say('sources'), place: 'sources', ...(done && { notice: desk.say(`source-${done}`) }) },
      {
        mayChange: may(actor, 'change-sources', null),
        sick: health.filter(({ findings }) => isSick(findings)).length,
        count: health.length,
        sources: health.map(rowOf),
        off: off.map((source) => ({
          id: source.id,
          name: source.name,
          location: source.location,
          isUnproven: isUnproven(source),
        })),
      },
    )
  })
}

function rowOf({ source, findings }: SourceHealth) {
  const { id, name, kind, status, language, location, succeededAt, itemCount, newestItemAt } = source
  return {
    id,
    name,
    kind,
    language,
    location,
    status,
    isSick: isSick(findings),
    findings: findings.map(({ says, sick }) => ({ sentence: english(says), sick })),
    read: moment(succeededAt, machineZone()),
    newest: moment(newestItemAt, machineZone()),
    items: itemCount ?? 0,
  }
}
