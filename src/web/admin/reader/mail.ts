import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { deliveryStatuses } from '../../../core/entities/delivery.ts'
import { may } from '../../../core/permissions.ts'
import { listTopics } from '../../../services/newsroom/list-topics.ts'
import { openPreparedEditions } from '../../../services/editions/viewing/preview/prepared-editions.ts'
import { sendAgain } from '../../../services/sending/again/send-again.ts'
import { nameInReasons } from '../../../services/accounts/name-in-reasons.ts'
import { showMail, showSentMail, type ShownMail } from '../../../services/subscribers/readers/show-mail.ts'
import { wholeSentence } from '../../../wording/wording.ts'
import { accountOf } from '../../desk/frame/account.ts'
import { longDate, moment } from '../../desk/frame/times.ts'
import { oneText, readForm } from '../../kit/forms/forms.ts'
import { framedMailPolicy, guard } from '../../kit/policy.ts'
import { seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import type { Admin } from '../frame/admin.ts'
import { orRefused } from './actions.ts'
import { storyView } from './next.ts'
import { idOf } from './open-reader.ts'
import { reportEvent } from './report-event.ts'
import { mailOutcome } from './history-view.ts'

interface MailParams {
  Params: { id: string; edition: string }
}
type Request = FastifyRequest<MailParams>

const placeOf = ({ params }: Request) => ({
  subscriptionId: idOf(params.id),
  editionId: idOf(params.edition),
})

const form = z.object({
  reason: oneText,
  /** As the page showed it, so that a form sent twice sends one e-mail. */
  status: oneText.pipe(z.enum(deliveryStatuses)),
  finished: oneText,
})

/** One e-mail to one reader: its outcome, why it contained these stories, its content, and sending it again. */
export function registerReaderMail(scope: FastifyInstance, site: WebContext, admin: Admin): void {
  const { context } = site
  const prepared = openPreparedEditions(context)
  const viewing = { config: { permission: 'view-readers' } }
  const path = '/:id/mails/:edition'
  scope.get<MailParams>(path, viewing, async (request, reply) => show(request, reply, '', ''))

  scope.get<MailParams>(`${path}/mail`, viewing, async (request, reply) => {
    const sent = await showSentMail(context, prepared, accountOf(request).actor, placeOf(request))
    guard(reply, framedMailPolicy)
    void reply.type('text/html; charset=utf-8')
    return reply.send(sent.ok ? sent.preview.html() : '')
  })

  const resolving = { config: { permission: 'resolve-deliveries' } }
  scope.post<MailParams>(`${path}/again`, resolving, async (request, reply) => {
    const { actor } = accountOf(request)
    const place = placeOf(request)
    const { subscription } = await showMail(context, actor, place)
    const sent = readForm(form, request.body)
    if (!sent.ok) return show(request, reply.code(422), admin.say('not-saved'), '')
    const { status, finished, reason } = sent.value
    const finishedAt = /^\d{1,15}$/.test(finished)
      ? Temporal.Instant.fromEpochMilliseconds(Number(finished))
      : null
    const seen = { editionId: place.editionId, status, finishedAt }
    const outcome = await orRefused(() => sendAgain(context, subscription, seen, reason, actor))
    if (outcome.ok) return seeOther(reply, admin.at(`/${place.subscriptionId}`), 'again')
    return show(request, reply.code(422), wholeSentence('en', outcome), reason)
  })

  async function show(request: Request, reply: FastifyReply, fault: string, reason: string): Promise<string> {
    const { actor } = accountOf(request)
    const place = placeOf(request)
    const shown = await showMail(context, actor, place)
    const mail = await showSentMail(context, prepared, actor, place)
    const topics = new Map((await listTopics(context, 'en')).map(({ id, name }) => [id, name]))
    const named = await nameInReasons(context, [shown.explained.why])
    return admin.show(
      request,
      reply,
      'mail',
      {
        title: admin.say('mail-of', { date: longDate(shown.edition.date) }),
        here: 'reader',
        digest: shown.digest,
        ...(fault && { fault }),
      },
      {
        ...mailView(admin, shown, topics),
        why: wholeSentence('en', named(shown.explained.why)),
        notShown: mail.ok ? '' : wholeSentence('en', mail),
        subject: mail.ok ? mail.preview.inbox.subject : '',
        mayAgain: may(actor, 'resolve-deliveries', shown.digest.id) && isEnded(shown),
        fault,
        reason,
      },
    )
  }
}

const isEnded = ({ row }: ShownMail): boolean => ['sent', 'failed', 'skipped', 'unknown'].includes(row.status)

function mailView(
  { say, at }: Admin,
  { row, edition, explained, mayLeave, digest, subscription }: ShownMail,
  topics: ReadonlyMap<string, string>,
) {
  const zone = digest.schedule.timeZone
  return {
    here: at(`/${subscription.id}/mails/${edition.id}`),
    back: at(`/${subscription.id}`),
    date: longDate(edition.date),
    email: subscription.email,
    status: row.status,
    outcome: mailOutcome(say, row),
    finished: row.finishedAt?.epochMilliseconds.toString() ?? '',
    at: moment(row.finishedAt ?? row.nextAttemptAt ?? row.dueAt, zone),
    attempts: row.attempts,
    reply: row.reply ?? '',
    reports: explained.cameBack.map((report) => reportEvent(say, at, report, zone)),
    stories: (explained.mail?.stories ?? []).map((story) => storyView(say, story, topics)),
    mayLeave: mayLeave.ok ? '' : wholeSentence('en', mayLeave),
  }
}
