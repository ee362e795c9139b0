import type { FastifyInstance } from 'fastify'
import { isLoopbackHost } from '../../core/addresses/loopback.ts'
import { findNewsroom } from '../../services/newsroom/find-digest.ts'
import type { MailboxReader, WebContext } from '../web-context.ts'
import { notFound } from '../kit/errors.ts'
import { largestBody } from '../kit/limits/limits.ts'
import { isLocal } from '../kit/views/local.ts'
import { pagePolicy } from '../kit/policy.ts'
import type { Scope } from '../kit/scope.ts'

type Params = { Params: { id: string } }

const framePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' http: https: data:; sandbox; frame-ancestors 'self'"

/**
 * A viewer for the embedded mailbox, available only while the mailbox is in use, if the settings serve the pages only to this machine, and
 * for requests from this machine. The first two conditions are settings, which no header can change.
 */
export function mailboxScope({ mailbox, context }: WebContext): Scope[] {
  if (!mailbox || !isLoopbackHost(new URL(context.settings.publicUrl).hostname)) return []
  const pages = [(web: FastifyInstance, site: WebContext) => registerMailbox(web, site, mailbox)]
  return [{ name: 'mailbox', prefix: '/mailbox', policy: pagePolicy, largestBody, access: 'readers', pages }]
}

function registerMailbox(web: FastifyInstance, site: WebContext, mailbox: MailboxReader): void {
  const { pages } = site
  const mailboxUrl = `${site.path}mailbox`
  const nameOf = async () => (await findNewsroom(site.context))?.name ?? ''
  const when = (at: Temporal.Instant) => at.toString({ smallestUnit: 'second' }).replace('T', ' ')

  web.addHook('onRequest', async (request, reply) => {
    void reply.headers({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' })
    return isLocal(request) ? undefined : reply.type('text/html; charset=utf-8').send(notFound(site, reply))
  })

  web.get('/', async (_, reply) => {
    const mails = (await mailbox.list(200)).map((mail) => ({
      url: `${mailboxUrl}/${mail.id}`,
      subject: mail.subject,
      to: mail.to,
      at: when(mail.receivedAt),
    }))
    void reply.type('text/html; charset=utf-8')
    const title = pages.say('mailboxTitle')
    return pages.render('mailbox', title, { newsroom: await nameOf(), title, mails })
  })

  web.get<Params>('/:id', async (request, reply) => {
    const mail = await mailbox.read(request.params.id)
    if (!mail) return notFound(site, reply)
    void reply.type('text/html; charset=utf-8')
    const url = `${mailboxUrl}/${mail.id}`
    return pages.render('mail', mail.subject, {
      newsroom: await nameOf(),
      mail,
      mailboxUrl,
      htmlUrl: `${url}/html`,
      rawUrl: `${url}/eml`,
    })
  })

  web.get<Params>('/:id/html', async (request, reply) => {
    const mail = await mailbox.read(request.params.id)
    if (!mail) return notFound(site, reply)
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', framePolicy)
      .send(mail.html)
  })

  web.get<Params>('/:id/eml', async (request, reply) => {
    const mail = await mailbox.read(request.params.id)
    if (!mail) return notFound(site, reply)
    return reply
      .type('message/rfc822')
      .header('content-disposition', `attachment; filename="${mail.id}.eml"`)
      .send(mail.bytes)
  })
}
