import { z } from 'zod'

/** The complete address of the public pages, ending in a slash. No fault repeats it, because it may contain a password. */
export const publicUrl = z.string().transform((text, context) => {
  const url = URL.parse(text)
  const fault = faultOf(text, url)
  if (url && fault === null) return url.href.endsWith('/') ? url.href : `${url.href}/`
  context.issues.push({ code: 'custom', input: '', message: fault ?? '' })
  return z.NEVER
})

function faultOf(text: string, url: URL | null): string | null {
  if (!url || !/^https?:\/\//i.test(text.trim()))
    return 'must be an http or https address such as https://news.example.org/'
  if (/^[^/]*\/\/[^/\\?#]*@/.test(text.trim()))
    return 'must not hold a user or password: it would be in every e-mail; write it as https://news.example.org/'
  // Even a lone ? or # would end up in the middle of every link.
  if (text.includes('?')) return 'must not have a query (from the ? on): paths are added at its end'
  if (text.includes('#')) return 'must not have a fragment (from the # on): paths are added at its end'
  if (!/^(\/[\w.~-]+)*\/?$/.test(url.pathname))
    return 'must have a path of letters, digits and . _ ~ - alone, such as https://example.org/news/'
  return null
}
