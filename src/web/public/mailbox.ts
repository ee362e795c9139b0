import type { FastifyInstance, FastifyRequest } from 'fastify'
import { findNewsroom } from '../../services/newsroom/find-digest.ts'
import type { Desk } from '../desk.ts'
import { notFound } from '../faults.ts'

type Params = { Params: { id: string } }

const here = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/
/** A page elsewhere whose name was pointed at this machine comes with that name (DNS rebinding). */
const hereByName = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/

/** From this machine, and not handed on by a proxy, behind which anybody may stand. */
function isLocal(request: FastifyRequest): boolean {
  if (request.headers['x-forwarded-for'] ?? request.headers.forwarded ?? request.headers.via) return false
  return here.test(request.socket.remoteAddress ?? '') && hereByName.test(request.headers.host ?? '')
}

const framePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' http: https: data:; sandbox; frame-ancestors 'self'"

/** A viewer for the embedded mailbox, only while that is in use and only from this machine. */
export function registerMailbox(web: FastifyInstance, desk: Desk): void {
  const { mailbox, pages } = desk
  if (!mailbox) return
  const mailboxUrl = `${desk.house.settings.publicUrl}mailbox`
  const nameOf = async () => (await findNewsroom(desk.house))?.name ?? ''
  const when = (at: Temporal.Instant) => at.toString({ smallestUnit: 'second' }).replace('T', ' ')

  web.addHook('onRequest', async (request, reply) => {
    const isMailbox = request.routeOptions.url?.startsWith(`${desk.path}mailbox`) ?? false
    if (!isMailbox) return undefined
    void reply.headers({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' })
    return isLocal(request) ? undefined : reply.type('text/html; charset=utf-8').send(notFound(desk, reply))
  })

  web.get('/mailbox', async (_, reply) => {
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

  web.get<Params>('/mailbox/:id', async (request, reply) => {
    const mail = await mailbox.read(request.params.id)
    if (!mail) return notFound(desk, reply)
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

  web.get<Params>('/mailbox/:id/html', async (request, reply) => {
    const mail = await mailbox.read(request.params.id)
    if (!mail) return notFound(desk, reply)
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', framePolicy)
      .send(mail.html)
  })

  web.get<Params>('/mailbox/:id/eml', async (request, reply) => {
    const mail = await mailbox.read(request.params.id)
    if (!mail) return notFound(desk, reply)
    return reply
      .type('message/rfc822')
      .header('content-disposition', `attachment; filename="${mail.id}.eml"`)
      .send(mail.bytes)
  })
}
