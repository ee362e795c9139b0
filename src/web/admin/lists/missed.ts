import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Edition } from '../../../core/entities/edition.ts'
import { missedReasons, safeReasons } from '../../../core/entities/readers/missed.ts'
import { may } from '../../../core/permissions.ts'
import { sendToMissed } from '../../../services/sending/again/send-to-missed.ts'
import { filterChoices } from '../../../services/subscribers/readers/filter-choices.ts'
import { countMissed, listMissed, type MissedCount } from '../../../services/subscribers/readers/missed.ts'
import { wholeSentence } from '../../../wording/wording.ts'
import { accountOf } from '../../desk/frame/account.ts'
import { longDate, shortDate } from '../../desk/frame/times.ts'
import { oneText, readForm } from '../../kit/forms/forms.ts'
import { doneIn, seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { shownCount, withDigest, type Admin } from '../frame/admin.ts'
import { cursorIn, cursorText } from '../readers/filter-query.ts'
import { readerRowView } from '../readers/row-view.ts'

const atOnce = 50
const form = z.object({ edition: oneText, reason: oneText.pipe(z.enum(safeReasons)) })
interface Asked {
  edition?: unknown
  reason?: unknown
  after?: unknown
}

/** The readers who did not get an edition, and why; and sending it to those for whom the reason no longer applies. */
export function registerMissed(scope: FastifyInstance, { context }: WebContext, admin: Admin): void {
  const { say, at } = admin
  scope.get('/missed', { config: { permission: 'view-readers' } }, async (request, reply) => {
    const { edition } = request.query as Asked
    return show(request, reply, edition, '')
  })
  scope.post('/missed', { config: { permission: 'resolve-deliveries' } }, async (request, reply) => {
    const digest = await admin.digestOf(request)
    const { actor } = accountOf(request)
    const sent = readForm(form, request.body)
    const { editions } = await filterChoices(context, actor, digest)
    const edition = sent.ok ? chosen(editions, sent.value.edition) : null
    if (!sent.ok || !edition) return show(request, reply.code(422), '', say('not-saved'))
    const outcome = await sendToMissed(context, edition, sent.value.reason, actor)
    if (!outcome.ok) return show(request, reply.code(422), sent.value.edition, wholeSentence('en', outcome))
    return seeOther(reply, withDigest(`${at('/missed')}?edition=${edition.id}`, digest), 'missed-sent')
  })

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    wanted: unknown,
    fault: string,
  ): Promise<string> {
    const { actor } = accountOf(request)
    const digest = await admin.digestOf(request)
    const choices = await filterChoices(context, actor, digest)
    const edition = chosen(choices.editions, wanted) ?? choices.editions[0] ?? null
    const asked = request.query as Asked
    const counts = edition ? await countMissed(context, actor, digest, edition) : []
    const reason = missedReasons.find((one) => one === asked.reason) ?? counts[0]?.reason ?? null
    const page =
      edition && reason
        ? await listMissed(
            context,
            actor,
            { digest, edition, reason },
            { after: cursorIn(asked.after), count: atOnce },
          )
        : { rows: [], next: null }
    const names = new Map(choices.topics.map(({ id, name }) => [id, name]))
    const link = (query: Record<string, string>) =>
      withDigest(
        `${at('/missed')}?${new URLSearchParams({ edition: String(edition?.id ?? ''), ...query }).toString()}`,
        digest,
      )
    const done = doneIn(request.query, ['missed-sent'])
    return admin.show(
      request,
      reply,
      'missed',
      {
        title: say('readers-missed'),
        here: '/missed',
        digest,
        ...(done && { notice: say('missed-sent') }),
        ...(fault && { fault }),
      },
      {
        date: edition ? longDate(edition.date) : '',
        edition: edition?.id ?? 0,
        editions: choices.editions.map((one) => ({
          id: one.id,
          name: shortDate(one.date),
          isChosen: one.id === edition?.id,
        })),
        digest: digest.key,
        action: withDigest(at('/missed'), digest),
        maySend: may(actor, 'resolve-deliveries', digest.id),
        reasons: counts.map((one) => reasonView(one, one.reason === reason, link({ reason: one.reason }))),
        rows: page.rows.map((row) => readerRowView(say, row, digest, names, at)),
        next: page.next && reason ? link({ reason, after: cursorText(page.next) }) : '',
      },
    )
  }

  function reasonView(counted: MissedCount, isHere: boolean, href: string) {
    const { reason, safe } = counted
    return {
      reason,
      isHere,
      href,
      name: say(`missed-${reason}`),
      about: say(`missed-about-${reason}`),
      count: shownCount(say, counted),
      safe: safe.count > 0 ? shownCount(say, safe) : '',
    }
  }
}

const chosen = (editions: readonly Edition[], wanted: unknown): Edition | null =>
  editions.find(({ id }) => String(id) === wanted) ?? null
