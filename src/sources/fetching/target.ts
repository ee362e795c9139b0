import { clip, oneLine } from '../../core/text/text.ts'
import { said, type Said } from '../../core/said/said.ts'
import { hostFault } from '../../core/addresses/public-host.ts'
import { failure, type Failure } from '../fetch-result.ts'

/** In characters. Addresses are repeated in reasons and matched against robots.txt. */
const longestAddress = 4_000

const refused = (reason: Said): Failure => failure(reason, 'refused-address')

/** An address that may be requested, without its fragment, or why not. `base`: where it was found. */
export function readTarget(text: string, allowLoopback: boolean, base?: string): { url: URL } | Failure {
  const url = URL.parse(text, base)
  if (url === null) return refused(said('address-not-valid', { address: clip(oneLine(text), 200) }))
  if (url.href.length > longestAddress)
    return refused(said('address-of-host-long', { host: url.host, most: longestAddress }))
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return refused(said('address-of-scheme', { scheme: `${url.protocol}//` }))
  if (url.username !== '' || url.password !== '')
    return refused(said('address-with-login', { host: url.host }))
  const fault = hostFault(url.hostname, allowLoopback)
  if (fault !== null) return refused(fault)
  url.hash = ''
  return { url }
}
