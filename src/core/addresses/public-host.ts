import { isIP } from 'node:net'
import { said, type Said } from '../said/said.ts'
import { mayConnect } from './public-address.ts'

/** Names that never lead to a public host: RFC 6761, 6762, 7686, 8375, ICANN's `internal`, and those that routers hand out. */
const privateEnding =
  /(?:^|\.)(?:localhost|local|localdomain|internal|intranet|private|corp|home|lan|home\.arpa|onion|test|invalid)$/

/** A host as a URL has it, without the brackets of IPv6 and the dot of the root. */
export const bareHost = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')

/** Whether a host, as a URL has it, is one that anybody's computer can reach, as far as its name tells. */
export const isPublicHost = (host: string): boolean => hostFault(host, false) === null

/**
 * Why a host is not asked, told from its name alone: an address that is not public, or a name that only has a
 * meaning inside a network. `host` comes from a `URL`, which writes every notation of an IPv4 address in one way.
 */
export function hostFault(host: string, allowLoopback: boolean): Said | null {
  const bare = bareHost(host)
  if (isIP(bare) !== 0)
    return mayConnect(bare, allowLoopback) ? null : said('host-not-public-address', { host: bare })
  if (allowLoopback && /(?:^|\.)localhost$/.test(bare)) return null
  return privateEnding.test(bare) || !bare.includes('.') ? said('host-not-public-name', { host: bare }) : null
}
