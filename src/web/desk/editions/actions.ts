import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Actor } from '../../../core/entities/actor.ts'
import { AppError } from '../../../core/errors.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { abandonEdition } from '../../../services/editions/stopping/abandon-edition.ts'
import { continueEdition } from '../../../services/editions/stopping/continue-edition.ts'
import { correctEdition } from '../../../services/editions/stopping/correct-edition.ts'
import { stopEdition } from '../../../services/editions/stopping/stop-edition.ts'
import { showEdition, type ShownEdition } from '../../../services/editions/viewing/show-edition.ts'
import { oneText, readForm } from '../../kit/forms/forms.ts'
import { seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { accountOf } from '../frame/account.ts'
import type { Desk } from '../frame/frame.ts'
import { longDate } from '../frame/times.ts'
import { viewedPlace, type EditionParams } from './edition-place.ts'
import { editionName } from './place.ts'
import { saidOf, said, type Refused } from '../../../core/said/said.ts'

type Edition = ShownEdition['edition']

/** An action on an edition's sending, after a page that shows how many readers it affects. */
interface Action {
  name: 'stop' | 'continue' | 'correct' | 'abandon'
  /** The code of the next page's notice. */
  done: string
  /** A reason is `needed`, `may` be given, or is not asked for. */
  reason: 'needed' | 'may' | 'none'
  /** Whether the action is possible in the edition's state. */
  isPossible(edition: Edition): boolean
  act(
    context: WebContext['context'],
    edition: Edition,
    reason: string,
    actor: Actor,
  ): Promise<{ ok: true } | Refused>
}

const isOpen = ({ status }: Edition): boolean => ['draft', 'approved', 'sending'].includes(status)
const isStopped = ({ stop }: Edition): boolean => stop !== null

const actions: readonly Action[] = [
  {
    name: 'stop',
    done: 'stopped',
    reason: 'needed',
    isPossible: (edition) => isOpen(edition) && !isStopped(edition),
    act: stopEdition,
  },
  {
    name: 'continue',
    done: 'continued',
    reason: 'none',
    isPossible: isStopped,
    act: (context, edition, _, actor) => continueEdition(context, edition, actor),
  },
  {
    name: 'correct',
    done: 'corrected',
    reason: 'none',
    isPossible: isStopped,
    act: (context, edition, _, actor) => correctEdition(context, edition, actor),
  },
  {
    name: 'abandon',
    done: 'abandoned',
    reason: 'may',
    isPossible: (edition) => isOpen(edition) && (isStopped(edition) || edition.correctedAt !== null),
    act: (context, edition, reason, actor) => abandonEdition(context, edition, reason || null, actor),
  },
]

/** Stop, continue, correct and abandon: each is confirmed first, with the number of readers that it affects. */
export function registerEditionActions(scope: FastifyInstance, { context }: WebContext, desk: Desk): void {
  const config = { permission: 'stop-edition' }
  const opened = async (request: FastifyRequest<EditionParams>, action: Action): Promise<ShownEdition> => {
    const { actor } = accountOf(request)
    const shown = await showEdition(context, actor, viewedPlace(request))
    requirePermission(actor, 'stop-edition', shown.digest.id)
    if (!action.isPossible(shown.edition))
      throw new AppError('conflict', said('edition-is-by-now', { status: shown.edition.status }))
    return shown
  }
  for (const action of actions) {
    const path = `/editions/:key/:name/${action.name}`
    scope.get<EditionParams>(path, { config }, async (request, reply) =>
      desk.show(request, reply, 'confirm', ...confirmation(desk, action, await opened(request, action), '')),
    )
    scope.post<EditionParams>(path, { config }, async (request, reply) => {
      const shown = await opened(request, action)
      const form = readForm(
        z.object({ reason: oneText.check(z.maxLength(200, desk.say('fault-long'))) }),
        request.body,
      )
      const reason = form.typed.reason[0]?.trim() ?? ''
      const fault = form.ok
        ? action.reason === 'needed' && reason === '' && desk.say('fault-reason')
        : (form.faults.reason ?? '')
      if (fault)
        return desk.show(
          request,
          reply.code(422),
          'confirm',
          ...confirmation(desk, action, shown, reason, fault),
        )
      const acted = await action.act(context, shown.edition, reason, accountOf(request).actor)
      if (!acted.ok) throw new AppError('conflict', saidOf(acted))
      return seeOther(reply, pathOf(desk, shown), action.done)
    })
  }
}

const pathOf = (desk: Desk, { digest, edition }: ShownEdition): string =>
  desk.at(`editions/${digest.key}/${editionName(edition)}`)

function confirmation(desk: Desk, action: Action, shown: ShownEdition, reason: string, fault = '') {
  const { gone, waiting, readers, edition } = shown
  const { name } = action
  const title = desk.say(`${name}-title`)
  const facts = [
    gone > 0 ? desk.say('audience-gone', { count: gone }) : desk.say('audience-none-gone'),
    edition.startedAt === null
      ? desk.say('audience-readers', { count: readers })
      : desk.say('audience-waiting', { count: waiting }),
    desk.say(`${name}-about`, { revision: edition.revision + 1 }),
  ]
  return [
    { title, place: 'editions', ...(fault !== '' && { fault: desk.say('not-saved') }) },
    {
      title,
      edition: `${shown.digest.name}, ${longDate(edition.date)}`,
      facts,
      isGrave: name === 'stop' || name === 'abandon',
      asksReason: action.reason !== 'none',
      needsReason: action.reason === 'needed',
      reason,
      fault,
      button: desk.say(`${name}-button`, { count: edition.startedAt === null ? readers : waiting }),
      action: `${pathOf(desk, shown)}/${name}`,
      back: pathOf(desk, shown),
    },
  ] as const
}
