import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { CheckPlace, CheckResult } from '../../../core/entities/check.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import { may } from '../../../core/permissions.ts'
import { checkEdition, type Checked } from '../../../services/editions/checks/check-edition.ts'
import { passCheck } from '../../../services/editions/checks/pass-check.ts'
import { isPassable } from '../../../services/editions/checks/passes.ts'
import { placeSaid } from '../../../services/editions/checks/place-said.ts'
import { findViewed } from '../../../services/editions/viewing/find-viewed.ts'
import { sentence } from '../../../wording/wording.ts'
import { oneText, readForm } from '../../kit/forms/forms.ts'
import { doneIn, seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { viewedPlace, type EditionParams } from '../editions/edition-place.ts'
import { editionName } from '../editions/place.ts'
import { accountOf } from '../frame/account.ts'
import type { Desk } from '../frame/frame.ts'
import { longDate } from '../frame/times.ts'
import { previewQuery } from './preview-query.ts'

const longestReason = 400
/** If a check has more warnings, the first ones are shown and the others unfold. */
const mostAlike = 3

/** The findings of an edition's checks, each with its place; a chief editor can waive one here, with a reason. */
export function registerChecks(scope: FastifyInstance, { context }: WebContext, desk: Desk): void {
  scope.get<EditionParams>(
    '/editions/:key/:name/checks',
    { config: { permission: 'view-desk' } },
    async (request, reply) => {
      const { actor } = accountOf(request)
      const { digest, edition } = await findViewed(context, actor, viewedPlace(request))
      const checked = await checkEdition(context, edition)
      const here = desk.at(`editions/${digest.key}/${editionName(edition)}`)
      const mayEdit = may(actor, 'edit-edition', digest.id)
      const edit = mayEdit ? editing(edition, desk.at(`today/${digest.key}`)) : null
      const mayPass = edition.status === 'draft' && may(actor, 'pass-check', digest.id)
      const done = doneIn(request.query, ['passed'] as const)
      const fault = doneIn(request.query, ['not-passed'] as const)
      return desk.show(
        request,
        reply,
        'checks',
        {
          title: desk.say('checks-title'),
          place: 'editions',
          ...(done && { notice: desk.say('check-passed') }),
          ...(fault && { fault: desk.say('check-not-passed') }),
        },
        {
          here,
          edition: `${digest.name}, ${longDate(edition.date)}`,
          revision: checked.revision,
          mayPass,
          isDraft: edition.status === 'draft',
          ...groups(checked, { here, edit }, desk),
          passed: checked.passed.map(({ check, reason }) => ({ check, reason })),
        },
      )
    },
  )

  scope.post<EditionParams>(
    '/editions/:key/:name/checks',
    { config: { permission: 'pass-check' } },
    async (request, reply) => {
      const { actor } = accountOf(request)
      const { digest, edition } = await findViewed(context, actor, viewedPlace(request))
      const schema = z.object({
        check: oneText.check(z.refine(isPassable)),
        reason: oneText.check(z.minLength(1), z.maxLength(longestReason)),
        revision: oneText.check(z.refine((text) => text === String(edition.revision))),
      })
      const form = readForm(schema, request.body)
      const here = desk.at(`editions/${digest.key}/${editionName(edition)}/checks`)
      if (!form.ok) return seeOther(reply, here, 'not-passed')
      const passed = await passCheck(context, edition, form.value, actor)
      return seeOther(reply, here, passed.ok ? 'passed' : 'not-passed')
    },
  )
}

/** Blocking findings, waived ones and warnings, in this order. */
function groups({ results, passed }: Checked, pages: Pages, desk: Desk) {
  const names = new Set(passed.map(({ check }) => check))
  const isPassed = ({ check, severity }: CheckResult) => severity === 'block' && names.has(check)
  const blocking = results.filter((result) => result.severity === 'block' && !isPassed(result))
  const warning = results.filter(({ severity }) => severity === 'warn')
  const shown = (result: CheckResult) => ({
    sentence: sentence('en', result),
    where: whereOf(result.place, pages, desk),
    href: hrefOf(result.place, pages, desk),
  })
  return {
    blocks: [...Map.groupBy(blocking, ({ check }) => check)].map(([check, found]) => ({
      check,
      isPassable: isPassable(check),
      found: found.map(shown),
    })),
    warns: [...Map.groupBy(warning, ({ check }) => check).values()].map((found) => {
      const most = found.length > mostAlike ? 1 : found.length
      return { found: found.slice(0, most).map(shown), more: found.slice(most).map(shown) }
    }),
  }
}

/** The pages that a finding links to: those of the edition, and where its stories are edited, while they can be. */
interface Pages {
  here: string
  edit: string | null
}

const editing = ({ status, date, number }: Edition, today: string): string | null =>
  number === 0 && (status === 'draft' || status === 'approved') ? `${today}/${date.toString()}/story` : null

/** The link's text for what a person can do there; otherwise the place. */
function whereOf(place: CheckPlace, { edit }: Pages, desk: Desk): string {
  if (place.kind === 'source') return desk.say('check-see-source')
  if (place.kind !== 'story') return sentence('en', placeSaid(place))
  return desk.say(edit ? `check-edit-${place.field}` : 'check-see-story')
}

/** The link to the finding's place: the story, or the e-mail; empty if it has no page. */
function hrefOf(place: CheckPlace, { here, edit }: Pages, desk: Desk): string {
  switch (place.kind) {
    case 'story':
      return edit ? `${edit}/${place.story}/edit` : desk.at(`stories/${place.story}`)
    case 'variant':
      return `${here}/preview${previewQuery({ topics: place.topics })}`
    case 'block':
      return `${here}/preview`
    case 'source':
      return desk.at(`sources/${place.source}`)
    case 'edition':
      return ''
  }
}
