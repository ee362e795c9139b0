import { domainToUnicode } from 'node:url'
import tlds from 'tlds' with { type: 'json' }
import type { Code } from '../../said/said.ts'
import { readAddress } from '../address.ts'
import { looseSyntax, type OddForm } from './loose-syntax.ts'
import { isReserved } from './reserved.ts'
import { isRole } from './role.ts'
import { isConfusable } from './scripts.ts'
import { suggestedDomain } from './typo.ts'

/** Why an address may not receive e-mail, or does not belong to a person. */
export type AddressFlag =
  | OddForm
  | 'surrounding-space'
  | 'rewritten'
  | 'confusable'
  | 'reserved-domain'
  | 'unknown-ending'
  | 'typo'
  | 'role'
  | 'disposable'
  | 'no-such-domain'
  | 'takes-no-mail'

/** The judgement of an address: no objection; valid but doubtful; invalid. */
export interface AddressVerdict {
  /** As given. */
  address: string
  /** As it is stored; null if it cannot be. */
  normalized: string | null
  verdict: 'deliverable' | 'risky' | 'invalid'
  reasons: (AddressFlag | Code)[]
  /** What is probably meant; null if unknown. */
  suggestion: string | null
}

const endings: ReadonlySet<string> = new Set(tlds)

/** Flags that are not an objection to an address. */
const harmless: ReadonlySet<string> = new Set(['role'] satisfies AddressFlag[])

/** Judges an address by its spelling alone. */
export function judgeAddress(given: string): AddressVerdict {
  const text = given.trim()
  const reading = readAddress(text)
  if (reading.ok) return verdictOf(given, reading.address, flagsOf(given, reading.address))
  const odd = looseSyntax(text)
  if (odd) return verdictOf(given, null, odd)
  return { address: given, normalized: null, verdict: 'invalid', reasons: [reading.code], suggestion: null }
}

/** The same address with more flags. */
export function withFlags(judged: AddressVerdict, flags: readonly AddressFlag[]): AddressVerdict {
  if (flags.length === 0) return judged
  const reasons = [...judged.reasons, ...flags]
  return { ...judged, reasons, verdict: judged.verdict === 'invalid' ? 'invalid' : weighed(reasons) }
}

function verdictOf(given: string, normalized: string | null, flags: AddressFlag[]): AddressVerdict {
  const at = (normalized ?? '').lastIndexOf('@')
  const meant = normalized === null ? null : suggestedDomain(normalized.slice(at + 1))
  return {
    address: given,
    normalized,
    verdict: weighed(flags),
    reasons: flags,
    suggestion: meant === null ? null : `${(normalized ?? '').slice(0, at)}@${meant}`,
  }
}

const weighed = (flags: readonly string[]): AddressVerdict['verdict'] =>
  flags.every((flag) => harmless.has(flag)) ? 'deliverable' : 'risky'

function flagsOf(given: string, address: string): AddressFlag[] {
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at)
  const domain = address.slice(at + 1)
  const labels = domainToUnicode(domain).split('.')
  const ending = labels.at(-1) ?? ''
  const isKnown = endings.has(ending)
  const found: [AddressFlag, boolean][] = [
    ['surrounding-space', given !== given.trim()],
    ['rewritten', isRewritten(given.trim(), domain)],
    ['unicode-local-part', /[^\x21-\x7e]/.test(local)],
    [
      'confusable',
      [local, ...(isKnown ? labels.slice(0, -1) : labels)].some((one) => isConfusable(one, ending)),
    ],
    ['reserved-domain', isReserved(domain)],
    ['unknown-ending', !isReserved(domain) && !isKnown],
    ['typo', suggestedDomain(domain) !== null],
    ['role', isRole(local)],
  ]
  return found.filter(([, is]) => is).map(([flag]) => flag)
}

/** Whether the domain was written in other letters, such as full-width ones. */
function isRewritten(text: string, domain: string): boolean {
  const written = text.slice(text.lastIndexOf('@') + 1).toLowerCase()
  return written !== domain && written.normalize('NFC') !== domainToUnicode(domain)
}
