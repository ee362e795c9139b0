import type { FastifyInstance } from 'fastify'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use the route: a permission, `signed-in` for every account, or `anyone`. */
    permission?: string
  }
}

/** What a route says that needs no permission, as the page to sign in. */
export const anyone = 'anyone'
/** What a route says that is for every account, whatever its roles, as its own page. */
export const signedIn = 'signed-in'

/**
 * Makes each route of a scope name its permission, `config: { permission: 'edit' }`. Where one names none, or one that
 * there is not, adding it throws, so that the server does not start.
 */
export function requirePermissions(scope: FastifyInstance, permissions: readonly string[]): void {
  const known = new Set([...permissions, signedIn, anyone])
  scope.addHook('onRoute', ({ method, url, config }) => {
    const named = config?.permission
    if (named !== undefined && known.has(named)) return
    const fault = named === undefined ? 'names no permission' : `names “${named}”, which is no permission`
    const choices = [...known].join(', ')
    throw new Error(`the route ${[method].flat().join(' ')} ${url} ${fault}; name one of ${choices}`)
  })
}
