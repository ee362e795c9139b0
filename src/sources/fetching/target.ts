import { clip, oneLine } from '../../core/text/text.ts'
import { hostFault } from '../../core/addresses/public-host.ts'
import { failure, type Failure } from '../fetch-result.ts'

/** In signs. It is repeated in reasons, and robots.txt is matched with it. */
const longestAddress = 4_000

const refused = (reason: string): Failure => failure(reason, 'refused-address')

/** An address that may be asked, without its fragment, or why not. `base`: where it was found. */
export function readTarget(text: string, allowLoopback: boolean, base?: string): { url: URL } | Failure {
  const url = URL.parse(text, base)
  if (url === null) return refused(`${clip(oneLine(text), 200)} is not a valid address`)
  if (url.href.length > longestAddress)
    return refused(`the address of ${url.host} has more than ${longestAddress} signs`)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return refused(`${url.protocol}// addresses are not read; use one that begins with http:// or https://`)
  if (url.username !== '' || url.password !== '')
    return refused(`the address of ${url.host} holds a user name or password; take it out`)
  const fault = hostFault(url.hostname, allowLoopback)
  if (fault !== null) return refused(fault)
  url.hash = ''
  return { url }
}
