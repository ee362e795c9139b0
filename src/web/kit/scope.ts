import formbody from '@fastify/formbody'
import type { FastifyInstance } from 'fastify'
import type { WebContext } from '../web-context.ts'
import { refuseOtherSites } from './forms/other-sites.ts'
import type { MeasuredScope } from './measured.ts'
import { requirePermissions } from './permissions.ts'
import { protect } from './policy.ts'
import { identifyAccounts } from './sessions/session.ts'

/** A page: adds its routes to a scope. */
export type Register = (scope: FastifyInstance, site: WebContext) => void | Promise<void>

/** Pages with the same access, policy and accepted bodies. */
export interface Scope {
  /** Its name in metrics. */
  name: MeasuredScope
  /** Path below the public URL, beginning with a slash; empty for the readers' pages. */
  prefix: string
  /** Its Content-Security-Policy. */
  policy: string
  /** Bytes of a body, unless a route sets its own limit. */
  largestBody: number
  /** `readers`: anybody. Otherwise all permissions, of which each route names one, `signed-in` or `anyone`. */
  access: 'readers' | readonly string[]
  pages: readonly Register[]
  /** Its routes accept any body as bytes, instead of forms. */
  takesBytes?: boolean
}

/**
 * Opens an encapsulated scope: its hooks, policy and parsers are its own. It accepts forms as browsers send them, or bytes, and no other
 * body.
 */
export async function openScope(web: FastifyInstance, site: WebContext, scope: Scope): Promise<void> {
  const base = site.path === '/' ? '' : site.path.slice(0, -1)
  await web.register(
    async (own) => {
      protect(own, scope.policy)
      if (scope.access !== 'readers') {
        requirePermissions(own, scope.access)
        refuseOtherSites(own, new URL(site.context.settings.publicUrl).origin)
        await identifyAccounts(own, site)
      }
      own.addHook('onRoute', (route) => {
        route.bodyLimit ??= scope.largestBody
        route.config = { ...route.config, measuredAs: route.sse ? null : scope.name }
      })
      if (scope.takesBytes)
        own.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body))
      else await own.register(formbody)
      for (const register of scope.pages) await register(own, site)
    },
    { prefix: base + scope.prefix },
  )
}
