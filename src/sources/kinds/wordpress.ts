import { said } from '../../core/said/said.ts'
import { documentKind } from './document-kind.ts'
import type { Kind } from './kind.ts'
import type { FetchResult } from '../fetch-result.ts'

const posts = 'wp-json/wp/v2/posts'

/** The address of a site's posts in its REST interface; an address within that interface is kept. */
function postsAddress(location: string): string {
  const url = URL.parse(location)
  if (!url) return location
  const isRest = /\/wp\/v2\/\w/.test(url.pathname) || url.searchParams.has('rest_route')
  if (!isRest) url.pathname = `${url.pathname.replace(/(?:\/wp-json(?:\/wp\/v2)?)?\/?$/, '')}/${posts}`
  if (!url.searchParams.has('per_page')) url.searchParams.set('per_page', '50')
  if (!url.searchParams.has('_embed')) url.searchParams.set('_embed', '1')
  return url.href
}

/** Suggests the feed: it is usually open even if the REST interface is not. */
function withAdvice(reading: FetchResult): FetchResult {
  if (reading.ok || (reading.problem !== 'forbidden' && reading.problem !== 'not-found')) return reading
  return { ...reading, reason: said('wordpress-closed-perhaps', { why: reading.reason }) }
}

const rest = documentKind({
  name: 'wordpress',
  accept: 'application/json',
  robots: false,
  addressOf: postsAddress,
})

/** The REST interface of WordPress: a site's address, or that of one kind of its posts. */
export const wordpress: Kind = {
  name: 'wordpress',
  read: async (address, tools) => withAdvice(await rest.read(address, tools)),
}
