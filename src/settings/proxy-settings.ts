import ipaddr from 'ipaddr.js'
import { z } from 'zod'

/** A proxy for reading sources. */
export const proxyUrl = z.string().refine(isProxyUrl, 'must be http://user:pass@proxy:3128 or https://…')

function isProxyUrl(text: string): boolean {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '') return false
  // A path would not be an address of a proxy; a stray % could not be decoded.
  return url.pathname === '/' && !/%(?![\da-f]{2})/i.test(url.username + url.password)
}

/** The entries of a comma-separated list. */
export const entriesOf = (list: string): string[] =>
  list
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean)

/** Web servers in front of this one: addresses, ranges, or `loopback`. */
export const trustedProxies = z
  .string()
  .refine(
    (list) =>
      entriesOf(list).every(
        (entry) => entry === 'loopback' || ipaddr.isValid(entry) || ipaddr.isValidCIDR(entry),
      ),
    'must be addresses or ranges such as 10.0.0.5, 172.16.0.0/12, separated by commas',
  )
