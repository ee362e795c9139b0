import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { replyDecisions } from '../../../core/entities/feedback/reply.ts'
import { shownText } from '../../../core/text/shown-text.ts'
import { listReplies, type ListedReply } from '../../../services/feedback/replies/list-replies.ts'
import { settleReply } from '../../../services/feedback/replies/settle-reply.ts'
import { wholeSentence } from '../../../wording/wording.ts'
import { accountOf } from '../../desk/frame/account.ts'
import { moment } from '../../desk/frame/times.ts'
import { oneText, readForm } from '../../kit/forms/forms.ts'
import { doneIn, seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { withDigest, type Admin } from '../frame/admin.ts'
import { cameBackTabs } from './came-back-tabs.ts'

const atOnce = 30
const form = z.object({
  reply: oneText.pipe(
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ),
  decision: oneText.pipe(z.enum(replyDecisions)),
})

/** What people wrote to the bounce address, and what an admin can do about each. */
export function registerReplies(scope: FastifyInstance, { context }: WebContext, admin: Admin): void {
  const { say, at } = admin
  const config = { permission: 'change-suppressions' }
  const path = '/came-back/replies'
  scope.get(path, { config }, async (request, reply) => show(request, reply, ''))
  scope.post(path, { config }, async (request, reply) => {
    const digest = await admin.digestOf(request)
    const sent = readForm(form, request.body)
    if (!sent.ok) return show(request, reply.code(422), say('not-saved'))
    const { reply: id, decision } = sent.value
    const outcome = await settleReply(context, id, decision, accountOf(request).actor)
    if (!outcome.ok) return show(request, reply.code(409), wholeSentence('en', outcome))
    const done = decision === 'unsubscribed' ? 'reply-unsubscribed-now' : 'reply-done-now'
    return seeOther(reply, withDigest(at(path), digest), done)
  })

  async function show(request: FastifyRequest, reply: FastifyReply, fault: string): Promise<string> {
    const digest = await admin.digestOf(request)
    const { which, before } = request.query as { which?: unknown; before?: unknown }
    const filter = {
      isOpen: which !== 'all',
      before: typeof before === 'string' && /^\d{1,15}$/.test(before) ? Number(before) : null,
      count: atOnce,
    }
    const { actor } = accountOf(request)
    const rows = await listReplies(context, filter, actor)
    const last = rows.length === atOnce ? rows.at(-1) : undefined
    const query = (next: ListedReply) =>
      new URLSearchParams({ ...(filter.isOpen ? {} : { which: 'all' }), before: String(next.feedbackId) })
    const view = {
      digest: digest.key,
      action: withDigest(at(path), digest),
      tabs: cameBackTabs(admin, digest, actor, 'replies'),
      isAll: !filter.isOpen,
      rows: rows.map((row) => replyView(admin, row, digest.schedule.timeZone)),
      next: last ? withDigest(`${at(path)}?${query(last).toString()}`, digest) : '',
    }
    const done = doneIn(request.query, ['reply-unsubscribed-now', 'reply-done-now'])
    const page = {
      title: say('back-replies'),
      here: '/came-back',
      digest,
      ...(done && { notice: say(done) }),
      ...(fault && { fault }),
    }
    return admin.show(request, reply, 'replies', page, view)
  }
}

function replyView({ say, at }: Admin, reply: ListedReply, zone: string) {
  const { feedbackId, sender, subject, text, receivedAt, asksToLeave, reader, knownBy, forwarding } = reply
  const isReader = reader !== null && knownBy !== null
  const known = isReader
    ? say(`reply-known-by-${knownBy}`, { address: reader.email })
    : say('reply-of-stranger')
  return {
    id: feedbackId,
    sender: sender === '' ? say('reply-no-sender') : shownText(sender),
    subject: subject === '' ? say('reply-no-subject') : shownText(subject),
    text: shownText(text),
    at: moment(receivedAt, zone),
    asksToLeave,
    known: isReader && !reader.isActive ? `${known} ${say('reply-has-left')}` : known,
    reader: isReader ? at(`/${reader.subscription}`) : '',
    mayUnsubscribe: isReader && reader.isActive,
    forwarding: say(`reply-${forwarding}`),
    decided: decidedView(say, reply, zone),
  }
}

function decidedView(
  say: Admin['say'],
  { decision, decidedAt, decidedBy }: ListedReply,
  zone: string,
): string {
  if (decision === null || decidedAt === null) return ''
  const params = { name: decidedBy ?? '', date: moment(decidedAt, zone).text }
  return decision === 'unsubscribed' ? say('reply-unsubscribed', params) : say('reply-done', params)
}
