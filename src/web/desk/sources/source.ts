import { join } from 'node:path'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../../../core/errors.ts'
import { may } from '../../../core/permissions.ts'
import { readCatalogue } from '../../../services/collecting/managing/catalogue.ts'
import { probeSource, type Probed } from '../../../services/collecting/managing/probe-source.ts'
import { removeSource } from '../../../services/collecting/managing/remove-source.ts'
import { showSource, type ShownSource } from '../../../services/collecting/viewing/show-source.ts'
import { english } from '../../../core/said/sentence.ts'
import { seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { accountOf } from '../frame/account.ts'
import type { Desk } from '../frame/frame.ts'
import { machineZone, moment, shortDate } from '../frame/times.ts'
import { historyPlot } from './history-plot.ts'
import { ruleInWords } from './rule-words.ts'
import { said } from '../../../core/said/said.ts'

type Params = { Params: { id: string } }
const mostReadings = 20

/** One source: its health, its history, and what can be done about it. */
export function registerSource(
  scope: FastifyInstance,
  { context, templatesDir }: WebContext,
  desk: Desk,
): void {
  const viewing = { config: { permission: 'view-desk' } }
  const changing = { config: { permission: 'change-sources' } }
  const found = (request: FastifyRequest<Params>): Promise<ShownSource> => {
    const { id } = request.params
    if (!/^\d{1,15}$/.test(id)) throw new AppError('not-found', said('source-none', { id }))
    return showSource(context, accountOf(request).actor, Number(id))
  }
  scope.get<Params>('/sources/:id', viewing, async (request, reply) => {
    const shown = await found(request)
    const view = await viewOf(desk, shown, may(accountOf(request).actor, 'change-sources', null))
    return desk.show(request, reply, 'source', { title: shown.source.name, place: 'sources' }, view)
  })
  scope.post<Params>('/sources/:id/remove', changing, async (request, reply) => {
    const { source } = await found(request)
    await removeSource(context, source.name, accountOf(request).actor)
    return seeOther(reply, desk.at('sources'), 'removed')
  })
  scope.post<Params>('/sources/:id/probe', changing, async (request, reply) => {
    const { source } = await found(request)
    const { actor } = accountOf(request)
    // The catalogue is part of the package, beside its templates.
    const catalogue = await readCatalogue(join(templatesDir, '..', 'catalogue.json'))
    const probed = await probeSource(context, source, catalogue, true, actor)
    const view = await viewOf(desk, await found(request), true)
    const page = { title: source.name, place: 'sources' as const, ...probeWords(desk, probed) }
    return desk.show(request, reply, 'source', page, view)
  })
}

function probeWords(
  { say }: Desk,
  { location, items, tried }: Probed,
): { notice: string } | { fault: string } {
  if (location !== null) return { notice: say('probe-found', { count: items, location }) }
  return {
    fault: say('probe-failed', { reason: tried.map(whyNot).join('; ') }),
  }
}

/** The reason, preceded by the address unless the reason contains it. */
function whyNot({ location, reason }: Probed['tried'][number]): string {
  const why = english(reason)
  return why.includes(location) ? why : `${location}: ${why}`
}

async function viewOf(desk: Desk, { source, findings, readings, days }: ShownSource, mayChange: boolean) {
  const zone = machineZone()
  return {
    id: source.id,
    name: source.name,
    location: source.location,
    isAddress: /^https?:\/\//i.test(source.location),
    kind: source.kind,
    section: source.section,
    language: source.language,
    weight: source.weight,
    status: source.status,
    isOff: source.status === 'off',
    mayChange,
    findings: findings.map(({ says, sick }) => ({ sentence: english(says), sick })),
    read: moment(source.succeededAt, zone),
    next: moment(source.nextReadAt, zone),
    newest: moment(source.newestItemAt, zone),
    rules: source.rules.map(ruleInWords),
    hasHistory: readings.length > 0,
    plot: readings.length > 0 ? await historyPlot(desk.say('history-plot'), days) : '',
    rows: days.toReversed().map(({ date, fresh }) => ({ at: shortDate(date), value: fresh })),
    readings: readings.slice(0, mostReadings).map(({ at, outcome, reason, items, fresh }) => ({
      at: moment(at, zone),
      outcome: `reading-${outcome}`,
      reason: english(reason ?? ''),
      items,
      fresh,
    })),
  }
}
