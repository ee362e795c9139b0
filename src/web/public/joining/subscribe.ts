import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Digest, Newsroom } from '../../../core/entities/newsroom.ts'
import { subscribePath } from '../../../core/links.ts'
import { findNewsroom } from '../../../services/newsroom/find-digest.ts'
import { listDigests } from '../../../services/newsroom/list-digests.ts'
import { notFound } from '../../kit/errors.ts'
import { oneText, readForm } from '../../kit/forms/forms.ts'
import { largestForm } from '../../kit/limits/limits.ts'
import { doneIn, seeOther } from '../../kit/redirect.ts'
import { canonical } from '../../kit/views/canonical.ts'
import { markPrivate } from '../../kit/views/links.ts'
import type { WebContext } from '../../web-context.ts'
import { challengeScript, formPolicy } from './challenge.ts'
import { signUpFormView } from './form-view.ts'
import { typedFrom } from './query.ts'
import { ask, receiveForm, type Received } from './receive.ts'
import { sealTyped, unsealTyped } from './sealed-form.ts'

type Params = { Params: { digest: string } }

/** Signing up: the form, its results, and sending the confirmation again. GET changes nothing. */
export function registerSubscribe(web: FastifyInstance, site: WebContext): void {
  web.get('/subscribe', async (_, reply) => {
    const digests = await listDigests(site.context)
    const [only] = digests
    if (only && digests.length === 1) return reply.redirect(site.path + subscribePath(only.key), 303)
    return chooser(site, await findNewsroom(site.context), digests, reply)
  })

  web.get<Params>('/subscribe/:digest', async (request, reply) => {
    const digest = await digestOf(site, request.params.digest)
    if (!digest) return notFound(site, reply)
    void canonical(site, reply, subscribePath(digest.key))
      .type('text/html; charset=utf-8')
      .header('content-security-policy', formPolicy(site))
    const typed = typedFrom(request.query)
    return page(site, digest, { notice: '', form: await signUpFormView(site, digest, typed && { typed }) })
  })

  web.post<Params>('/subscribe/:digest', { bodyLimit: largestForm }, async (request, reply) => {
    const digest = await digestOf(site, request.params.digest)
    if (!digest) return notFound(site, reply)
    return answer(site, digest, await receiveForm(site, digest, request), reply)
  })

  web.get<Params>('/subscribe/:digest/sent', async (request, reply) => {
    const digest = await digestOf(site, request.params.digest)
    const sealed = sealedIn(request.query)
    const typed = unsealTyped(site, sealed)
    if (!digest || !typed) return notFound(site, reply)
    markPrivate(reply)
    const pages = site.pages.in(digest.language)
    const title = pages.say('sentTitle')
    return pages.render('sign-up-sent', title, {
      title,
      newsroom: digest.name,
      notice: doneIn(request.query, ['again']) ? pages.say('sentAgain') : '',
      email: typed.email,
      sender: (await findNewsroom(site.context))?.sender.email ?? '',
      again: `${site.path}${subscribePath(digest.key)}/again`,
      sealed,
      form: site.path + subscribePath(digest.key),
    })
  })

  web.post<Params>('/subscribe/:digest/again', { bodyLimit: largestForm }, async (request, reply) => {
    const digest = await digestOf(site, request.params.digest)
    const typed = unsealTyped(site, sealedIn(request.body))
    if (!digest || !typed) return notFound(site, reply)
    return answer(
      site,
      digest,
      await ask(site, digest, { ...typed, ip: request.ip, solution: null }),
      reply,
      'again',
    )
  })
}

const sealedIn = (sent: unknown): string => readForm(z.object({ to: oneText }), sent).typed.to[0] ?? ''

export async function digestOf({ context }: WebContext, key: string): Promise<Digest | null> {
  return (await listDigests(context)).find((digest) => digest.key === key) ?? null
}

function chooser(
  { pages: all, path }: WebContext,
  newsroom: Newsroom | null,
  digests: Digest[],
  reply: FastifyReply,
): string {
  void reply.type('text/html; charset=utf-8')
  const pages = all.in(newsroom?.language ?? 'en')
  const title = pages.say('subscribeTitle')
  return pages.render('subscribe-chooser', title, {
    title,
    newsroom: newsroom?.name,
    tagline: newsroom?.tagline,
    digests: digests.map(({ key, name, language }) => ({
      name,
      tag: language,
      language: new Intl.DisplayNames([language], { type: 'language' }).of(language),
      url: path + subscribePath(key),
    })),
  })
}

async function answer(
  site: WebContext,
  digest: Digest,
  received: Received,
  reply: FastifyReply,
  done?: 'again',
): Promise<unknown> {
  if (received.outcome === 'sent') {
    const to = `${site.path}${subscribePath(digest.key)}/sent?to=${sealTyped(site, received.typed)}`
    return done ? seeOther(reply, to, done) : reply.header('cache-control', 'no-store').redirect(to, 303)
  }
  const { notice, status } = noticeOf(site, digest, received, reply)
  const { typed } = received
  const faults = received.outcome === 'faults' ? received.faults : {}
  const stamp = received.outcome === 'again' ? received.stamp : undefined
  markPrivate(reply)
  void reply.header('content-security-policy', formPolicy(site))
  const form = await signUpFormView(site, digest, { typed, faults, stamp })
  return reply.code(status).send(page(site, digest, { notice, form }))
}

/** The notice above a refused form, and the response's status. */
export function noticeOf(
  site: WebContext,
  { language }: Digest,
  received: Exclude<Received, { outcome: 'sent' }>,
  reply: FastifyReply,
): { notice: string; status: number } {
  if (received.outcome === 'late') {
    void reply.header('retry-after', String(received.seconds))
    return { notice: received.reason, status: 429 }
  }
  const { say } = site.pages.in(language)
  return { notice: say(received.outcome === 'again' ? 'pressAgain' : 'notSent'), status: 422 }
}

function page(
  site: WebContext,
  digest: Digest,
  { notice, form }: { notice: string; form: Awaited<ReturnType<typeof signUpFormView>> },
): string {
  const pages = site.pages.in(digest.language)
  const title = pages.say('subscribeTo', { digest: digest.name })
  return pages.render('subscribe', title, {
    title,
    newsroom: digest.name,
    notice,
    form,
    script: challengeScript(site),
  })
}
