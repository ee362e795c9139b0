import type { FastifyInstance } from 'fastify'
import type { Item } from '../../../core/entities/sheet.ts'
import { may } from '../../../core/permissions.ts'
import { showEdition, type ShownEdition } from '../../../services/editions/viewing/show-edition.ts'
import type { LeftOutStory } from '../../../services/editions/viewing/stories/left-out.ts'
import { listTopics } from '../../../services/newsroom/list-topics.ts'
import { openKeptProgress } from '../../../services/sending/warm-up/kept-progress.ts'
import { doneIn } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { accountOf } from '../frame/account.ts'
import type { Desk } from '../frame/frame.ts'
import { longDate, moment } from '../frame/times.ts'
import { warmUpLine } from '../frame/warm-up-line.ts'
import { viewedPlace, type EditionParams } from './edition-place.ts'
import { historyOf } from './history.ts'
import { outcomesOf } from './outcomes.ts'
import { editionName } from './place.ts'
import { stepsOf } from './steps.ts'
import { sentence } from '../../../wording/wording.ts'

/** The key of the word for how a story follows an earlier one. */
const followed = { update: 'update', correction: 'correction' } as const

const doneCodes = [
  'approved',
  'endorsed',
  'stopped',
  'continued',
  'corrected',
  'abandoned',
  'resolved',
] as const

/** One edition: what it carried and left out and why, its approvals, its deliveries, and its history. */
export function registerEdition(scope: FastifyInstance, { context }: WebContext, desk: Desk): void {
  const warmUp = openKeptProgress(context)
  scope.get<EditionParams>(
    '/editions/:key/:name',
    { config: { permission: 'view-desk' } },
    async (request, reply) => {
      const { actor } = accountOf(request)
      const shown = await showEdition(context, actor, viewedPlace(request))
      const topics = new Map((await listTopics(context, 'en')).map(({ id, name }) => [id, name]))
      const { digest, edition } = shown
      const zone = digest.schedule.timeZone
      const mayStop = may(actor, 'stop-edition', digest.id)
      const title = longDate(edition.date)
      const done = doneIn(request.query, doneCodes)
      const isOpen = ['draft', 'approved', 'sending'].includes(edition.status)
      return desk.show(
        request,
        reply,
        'edition',
        { title, place: 'editions', ...(done && { notice: desk.say(`edition-${done}`) }) },
        {
          title,
          digest: { key: digest.key, name: digest.name },
          here: desk.at(`editions/${digest.key}/${editionName(edition)}`),
          ...headOf(shown, zone),
          steps: stepsOf(edition, zone),
          warmUp: isOpen ? warmUpLine(desk, actor, await warmUp.now()) : null,
          mayApprove: edition.status === 'draft' && !edition.stop && may(actor, 'approve-edition', digest.id),
          mayStop: mayStop && isOpen && !edition.stop,
          othersMayStop: !mayStop && may(actor, 'edit-edition', digest.id) && isOpen,
          mayGoOn: mayStop && edition.stop !== null,
          mayAbandon: mayStop && isOpen && (edition.stop !== null || edition.correctedAt !== null),
          outcomes: outcomesOf(shown.counts),
          hasDeliveries: Object.keys(shown.counts).length > 0,
          approvals: shown.approvals.map(({ revision, name, at }) => ({
            revision,
            name,
            at: moment(at, zone),
          })),
          history: historyOf(desk.say, shown.history, zone),
          carried: carriedBy(shown.carried, topics),
          carriedCount: shown.carried.length,
          left: leftByGate(shown.left),
          leftCount: shown.left.length,
        },
      )
    },
  )
}

function headOf({ edition, stoppedBy, readers, waiting, webPath }: ShownEdition, zone: string) {
  return {
    subject: edition.subject ?? '',
    revision: edition.revision,
    status: edition.status,
    reason: sentence('en', edition.reason ?? ''),
    readers,
    waiting,
    webPath: webPath ?? '',
    note: edition.note ?? '',
    stop: edition.stop && { by: stoppedBy, reason: edition.stop.reason, at: moment(edition.stop.at, zone) },
    isCorrected: edition.correctedAt !== null,
  }
}

/** News and analyses, each with the reason for its place. */
function carriedBy(items: readonly Item[], topics: ReadonlyMap<string, string>) {
  return (['news', 'analysis'] as const).flatMap((section) => {
    const own = items.filter((item) => item.section === section)
    if (own.length === 0) return []
    const stories = own.map((item, index) => ({
      place: index + 1,
      id: item.storyId,
      headline: item.headline,
      source: item.sourceName,
      link: item.link ?? '',
      also: item.also.map(({ name }) => name).join(', '),
      topics: item.topics.map((id) => ({ id, name: topics.get(id) ?? id })),
      score: Math.round(item.score * 10) / 10,
      reasons: item.reasons.map((reason) => sentence('en', reason)).join(' · '),
      isUpdate: item.follows ? followed[item.follows.kind] : '',
    }))
    return [{ section, count: own.length, stories }]
  })
}

function leftByGate(left: readonly LeftOutStory[]) {
  return [...Map.groupBy(left, ({ gate }) => gate)].map(([gate, stories]) => ({
    gate: `gate-${gate}`,
    count: stories.length,
    stories: stories.map(({ story, headline, source, reason }) => ({
      id: story,
      headline,
      source,
      reason: sentence('en', reason),
    })),
  }))
}
