import { flagBit } from '../../entities/readers/reader-flag.ts'
import { isDisposable } from './disposable.ts'
import { isRole } from './role.ts'
import { meantDomain } from './typo.ts'

const mostDomains = 20_000
/** Many readers have one domain. */
const known = new Map<string, number>()

/** What is kept of an address as it is stored: flags of readers as bits, but for what DNS says. */
export function addressFlags(address: string): number {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1)
  const ofDomain = known.get(domain) ?? flagsOfDomain(domain)
  if (known.size >= mostDomains) known.clear()
  known.set(domain, ofDomain)
  return ofDomain | (isRole(address.slice(0, at)) ? flagBit('role') : 0)
}

/** The list of disposable domains has misspellings of big providers too: those count as typos. */
function flagsOfDomain(domain: string): number {
  if (meantDomain(domain) !== null) return flagBit('typo')
  return isDisposable(domain) ? flagBit('disposable') : 0
}

/** The address that is probably meant; null where it is no likely slip. */
export function meantAddress(address: string): string | null {
  const at = address.lastIndexOf('@')
  const meant = meantDomain(address.slice(at + 1))
  return meant === null ? null : `${address.slice(0, at)}@${meant}`
}
