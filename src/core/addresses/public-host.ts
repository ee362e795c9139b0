import { isIP } from 'node:net'
import { said, type Said } from '../said/said.ts'
import { mayConnect } from './public-address.ts'

/** Names that never resolve to a public host: RFC 6761, 6762, 7686, 8375, ICANN's `internal`, and those assigned by routers. */
const privateEnding =
  /(?:^|\.)(?:localhost|local|localdomain|internal|intranet|private|corp|home|lan|home\.arpa|onion|test|invalid)$/

/** The host of a URL, without the brackets of IPv6 and the dot of the root. */
export const bareHost = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')

/** Whether the host of a URL is reachable from anywhere, as far as its name shows. */
export const isPublicHost = (host: string): boolean => hostFault(host, false) === null

/**
 * Why a host is not contacted, judged by its name alone: an address that is not public, or a name that has a meaning only inside a network.
 * `host` comes from a `URL`, which normalises every notation of an IPv4 address.
 */
export function hostFault(host: string, allowLoopback: boolean): Said | null {
  const bare = bareHost(host)
  if (isIP(bare) !== 0)
    return mayConnect(bare, allowLoopback) ? null : said('host-not-public-address', { host: bare })
  if (allowLoopback && /(?:^|\.)localhost$/.test(bare)) return null
  return privateEnding.test(bare) || !bare.includes('.') ? said('host-not-public-name', { host: bare }) : null
}
