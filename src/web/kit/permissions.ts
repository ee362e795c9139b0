import type { FastifyInstance } from 'fastify'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use the route: a permission, `signed-in` for every account, or `anyone`. */
    permission?: string
  }
}

/** The permission of a route that needs none, such as the sign-in page. */
export const anyone = 'anyone'
/** The permission of a route for every account, regardless of its roles, such as its own page. */
export const signedIn = 'signed-in'

/**
 * Requires each route of a scope to name its permission, `config: { permission: 'edit' }`. Adding a route with no permission, or with an
 * unknown one, throws, so that the server does not start.
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
