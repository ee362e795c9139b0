import { documentKind } from './document-kind.ts'

const posts = 'wp-json/wp/v2/posts'

/** The address of posts: of a site's own address its REST interface, any other as it stands. */
function postsAddress(location: string): string {
  const url = URL.parse(location)
  if (!url) return location
  const isRest = /\/wp-json\/|\/wp\/v2\//.test(url.pathname) || url.searchParams.has('rest_route')
  if (!isRest) url.pathname = `${url.pathname.replace(/\/$/, '')}/${posts}`
  if (!url.searchParams.has('per_page')) url.searchParams.set('per_page', '50')
  if (!url.searchParams.has('_embed')) url.searchParams.set('_embed', '1')
  return url.href
}

/** The REST interface of WordPress: a site's address, or that of one kind of its posts. */
export const wordpress = documentKind({
  name: 'wordpress',
  accept: 'application/json',
  robots: false,
  addressOf: postsAddress,
})
