import { isDisposable } from '../../../core/addresses/verdict/disposable.ts'
import {
  judgeAddress,
  withFlags,
  type AddressVerdict,
} from '../../../core/addresses/verdict/judge-address.ts'
import type { Resolver } from '../../../core/ports.ts'
import { inParallel } from '../../in-parallel.ts'
import { askDomain, type DomainAnswer } from './domains/ask-domain.ts'

/** The answer of DNS by domain; null if there was none. */
export type KnownDomains = Map<string, DomainAnswer | null>

/** Limits: open DNS queries, and domains asked about in total. */
const atOnce = 20
const mostDomains = 20_000

/**
 * Judges addresses by their form, by the list of disposable domains, and, with a resolver, by whether their domain accepts e-mail. Answers
 * are kept in `known` between calls; without an answer, a domain is not counted against an address.
 */
export async function checkAddresses(
  given: readonly string[],
  resolver: Resolver | null,
  known: KnownDomains,
): Promise<AddressVerdict[]> {
  const judged = given.map(judgeAddress)
  if (resolver) await askAll(judged.map(domainOf), resolver, known)
  return judged.map((one) => {
    const domain = domainOf(one)
    if (domain === null) return one
    const said = known.get(domain)
    // The list also contains misspellings of big providers: for those, the correction is shown instead.
    const isThrowAway = one.suggestion === null && isDisposable(domain)
    const flagged = withFlags(one, isThrowAway ? ['disposable'] : [])
    if (said === undefined || said === null || said === 'fine') return flagged
    return { ...withFlags(flagged, [said]), verdict: 'invalid' }
  })
}

const domainOf = ({ normalized }: AddressVerdict): string | null =>
  normalized === null ? null : normalized.slice(normalized.lastIndexOf('@') + 1)

async function askAll(
  domains: readonly (string | null)[],
  resolver: Resolver,
  known: KnownDomains,
): Promise<void> {
  const news = [...new Set(domains)].filter((domain) => domain !== null && !known.has(domain))
  const asked = news.slice(0, Math.max(0, mostDomains - known.size))
  await inParallel(asked, atOnce, async (domain) => {
    if (domain !== null) known.set(domain, await askDomain(domain, resolver))
  })
}
