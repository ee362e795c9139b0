import { mostCounted } from '../../../core/entities/readers/reader-filter.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Actor } from '../../../core/entities/actor.ts'
import { AppError } from '../../../core/errors.ts'
import { hashedAddress } from '../../../services/subscribers/hashed-address.ts'
import { readReason } from '../../../services/read-reason.ts'
import { suppressAddress } from '../../../services/subscribers/suppressions/suppress-address.ts'
import { lookAtDomain, suppressDomain } from '../../../services/subscribers/suppressions/suppress-domain.ts'
import { wholeSentence } from '../../../wording/wording.ts'
import { accountOf } from '../../desk/frame/account.ts'
import { oneText, readForm } from '../../kit/forms/forms.ts'
import { seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { shownCount, withDigest, type Admin } from '../frame/admin.ts'
import { coversView } from './views.ts'

const form = z.object({ place: oneText, subdomains: oneText, reason: oneText, note: oneText, seen: oneText })
type Fields = z.output<typeof form>

const empty: Fields = { place: '', subdomains: '', reason: '', note: '', seen: '' }

/** Whom a domain affects, shown before it is suppressed; `seen` is sent back by the form that suppresses it. */
interface Preview {
  says: string
  seen: string
}

/** Suppresses one address, or, after its readers were counted, a whole domain. */
export function registerAddSuppression(scope: FastifyInstance, { context }: WebContext, admin: Admin): void {
  const { say, at } = admin
  const config = { permission: 'change-suppressions' }
  scope.get('/suppressions/add', { config }, async (request, reply) =>
    show(request, reply, { fields: empty, fault: '', preview: null }),
  )
  scope.post('/suppressions/add', { config }, async (request, reply) => {
    const sent = readForm(form, request.body)
    if (!sent.ok)
      return show(request, reply.code(422), { fields: empty, fault: say('not-saved'), preview: null })
    const fields = sent.value
    const { actor } = accountOf(request)
    try {
      const isAddress = /^[^@]+@/.test(fields.place)
      const preview = isAddress ? null : await previewOf(fields, actor)
      if (preview && preview.seen !== fields.seen)
        return await show(request, reply, { fields, fault: '', preview })
      const { path, done } = isAddress ? await addAddress(fields, actor) : await addDomain(fields, actor)
      return seeOther(reply, withDigest(at(path), await admin.digestOf(request)), done)
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'bad-input') throw error
      const fault = wholeSentence('en', error.says)
      return show(request, reply.code(422), { fields, fault, preview: null })
    }
  })

  async function addAddress({ place, reason, note }: Fields, actor: Actor) {
    const { hash } = await hashedAddress(context, place)
    const change = await suppressAddress(context, place, { reason, note, actor, dryRun: false })
    const done = change.outcome === 'done' ? 'suppression-added' : 'suppression-known'
    return { path: `/suppressions/address/${hash}`, done }
  }

  async function addDomain({ place, subdomains, reason, note }: Fields, actor: Actor) {
    const wanted = { domain: place, withSubdomains: subdomains !== '' }
    const change = await suppressDomain(context, wanted, { reason, note, actor, dryRun: false })
    const done = change.outcome === 'done' ? 'suppression-added' : 'suppression-known'
    return { path: `/suppressions/domain/${change.domain}`, done }
  }

  async function previewOf({ place, subdomains, reason }: Fields, actor: Actor): Promise<Preview> {
    readReason(reason)
    const withSubdomains = subdomains !== ''
    const { domain, before, readers } = await lookAtDomain(context, { domain: place, withSubdomains }, actor)
    const count = shownCount(say, { count: Math.min(readers, mostCounted), isMore: readers > mostCounted })
    const covers = coversView(admin, { domain, withSubdomains })
    const touched = say('suppression-touches', { covers, count: readers, shown: count })
    const known = before ? ` ${say('suppression-domain-known', { reason: before.reason })}` : ''
    return { says: `${touched}${known}`, seen: `${domain}${withSubdomains ? '/all' : ''}` }
  }

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    { fields, fault, preview }: { fields: Fields; fault: string; preview: Preview | null },
  ): Promise<string> {
    const digest = await admin.digestOf(request)
    const page = { title: say('suppression-add'), here: '/suppressions', digest, ...(fault && { fault }) }
    return admin.show(request, reply, 'suppression-add', page, {
      action: withDigest(at('/suppressions/add'), digest),
      back: withDigest(at('/suppressions'), digest),
      fields,
      fault,
      preview,
    })
  }
}
