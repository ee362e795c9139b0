import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { may } from '../../../core/permissions.ts'
import {
  countSuppressions,
  pageOfDomains,
  pageOfSuppressions,
} from '../../../services/subscribers/suppressions/list-suppressions.ts'
import { accountOf } from '../../desk/frame/account.ts'
import { moment } from '../../desk/frame/times.ts'
import type { WebContext } from '../../web-context.ts'
import { shownCount, withDigest, type Admin } from '../frame/admin.ts'
import { askedSuppressions, placeIn, placeText, suppressionFilter } from './filter.ts'
import { coversView, proofView, whoseView } from './views.ts'

const atOnce = 50

/** Suppressed addresses and domains, page by page. */
export function registerSuppressions(scope: FastifyInstance, { context }: WebContext, admin: Admin): void {
  const { say, at } = admin
  const config = { permission: 'view-suppressions' }
  scope.get('/suppressions', { config }, async (request, reply) => {
    const digest = await admin.digestOf(request)
    const { actor } = accountOf(request)
    const { kind } = request.query as { kind?: unknown }
    const isDomains = kind === 'domains'
    const page = { title: say('suppressions'), here: '/suppressions', digest }
    return admin.show(request, reply, 'suppressions', page, {
      digest: digest.key,
      mayChange: may(actor, 'change-suppressions', null),
      isDomains,
      addresses: withDigest(at('/suppressions'), digest),
      domains: withDigest(at('/suppressions?kind=domains'), digest),
      add: withDigest(at('/suppressions/add'), digest),
      ...(isDomains ? await domainsView(request, digest) : await addressesView(request, digest)),
    })
  })

  const link = (digest: Digest, query: Record<string, string>): string => {
    const given = Object.entries(query).filter(([, value]) => value !== '')
    return withDigest(`${at('/suppressions')}?${new URLSearchParams(given).toString()}`, digest)
  }

  async function addressesView(request: FastifyRequest, digest: Digest) {
    const { actor } = accountOf(request)
    const asked = askedSuppressions(request.query)
    const filter = suppressionFilter(asked, digest)
    const { after } = request.query as { after?: unknown }
    const place = { filter, after: placeIn(after, filter), count: atOnce }
    const { rows, next } = await pageOfSuppressions(context, place, actor)
    const isFiltered = Object.values(asked).some((value) => value !== '')
    const exported = Object.entries(asked).filter(([, value]) => value !== '')
    return {
      asked,
      isFiltered,
      found: shownCount(say, await countSuppressions(context, filter, actor)),
      export: withDigest(`${at('/suppressions/export')}?${new URLSearchParams(exported).toString()}`, digest),
      rows: rows.map((row) => ({
        who: whoseView(admin, row),
        href: withDigest(at(`/suppressions/address/${row.hash}`), digest),
        reason: row.reason,
        proof: proofView(admin, row.proof, row),
        at: moment(row.at, digest.schedule.timeZone),
      })),
      next: next ? link(digest, { ...asked, after: placeText(next) }) : '',
    }
  }

  async function domainsView(request: FastifyRequest, digest: Digest) {
    const { q, after } = request.query as { q?: unknown; after?: unknown }
    const named = typeof q === 'string' ? q.trim().replace(/^@/, '').slice(0, 200) : ''
    const place = { named, after: typeof after === 'string' ? after.slice(0, 300) : '', count: atOnce }
    const rows = await pageOfDomains(context, place, accountOf(request).actor)
    const last = rows.length === atOnce ? rows.at(-1) : undefined
    return {
      asked: { q: named },
      isFiltered: named !== '',
      rows: rows.map((row) => ({
        who: coversView(admin, row),
        href: withDigest(at(`/suppressions/domain/${row.domain}`), digest),
        reason: row.reason,
        proof: { text: say('suppression-by', { who: row.who }), href: '' },
        at: moment(row.at, digest.schedule.timeZone),
      })),
      next: last ? link(digest, { kind: 'domains', q: named, after: last.domain }) : '',
    }
  }
}
