import { flagBit } from '../../entities/readers/reader-flag.ts'
import { isDisposable } from './disposable.ts'
import { isRole } from './role.ts'
import { suggestedDomain } from './typo.ts'

const mostDomains = 20_000
/** Cached, because many readers share a domain. */
const known = new Map<string, number>()

/** The flags of an address that are stored with it as bits; those from DNS are not among them. */
export function addressFlags(address: string): number {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1)
  const ofDomain = known.get(domain) ?? flagsOfDomain(domain)
  if (known.size >= mostDomains) known.clear()
  known.set(domain, ofDomain)
  return ofDomain | (isRole(address.slice(0, at)) ? flagBit('role') : 0)
}

/** The list of disposable domains also has misspellings of large providers; these count as typos. */
function flagsOfDomain(domain: string): number {
  if (suggestedDomain(domain) !== null) return flagBit('typo')
  return isDisposable(domain) ? flagBit('disposable') : 0
}

/** The address that is probably meant; null if this is not a likely typo. */
export function suggestedAddress(address: string): string | null {
  const at = address.lastIndexOf('@')
  const meant = suggestedDomain(address.slice(at + 1))
  return meant === null ? null : `${address.slice(0, at)}@${meant}`
}
