import { domainToASCII, domainToUnicode } from 'node:url'
import { refused, said, type Refused, type Said } from '../../core/said/said.ts'

/** A domain in ASCII, or why it is none. */
export type DomainReading = { ok: true; domain: string } | Refused

/**
 * Letters, marks and digits of any script, hyphen and dot, and what IDNA lets stand between them: joiners and the
 * middle dots of Catalan, Greek, Hebrew and Japanese (RFC 5892, appendix A).
 */
const neverInDomains = /[^\p{L}\p{M}\p{Nd}\p{Join_Control}.\u00B7\u0375\u05F3\u05F4\u30FB-]/u

/**
 * Reads the domain of an address and writes it in ASCII (RFC 5890). Its characters are looked at before it is: the
 * mapping of URLs drops, decodes and cuts what no address may have, and makes other hosts of numbers.
 */
export function readDomain(input: string): DomainReading {
  const text = mapped(input)
  const strange = neverInDomains.exec(text)?.[0]
  if (strange !== undefined) return refused('domain-strange', { sign: shown(strange) })
  if (text.normalize('NFKC') !== text) return refused('domain-compatible-letters')
  const domain = domainToASCII(text)
  // Of plain ASCII the mapping changes nothing but numbers, which it takes for parts of an IP address.
  if (/^[\x21-\x7e]*$/.test(text) && domain !== '' && domain !== text) return refused('domain-numeric')
  if (/(?:^|\.)(?:\d+|0x[0-9a-f]*)$/.test(domain || text)) return refused('domain-numeric')
  if (!/^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/.test(domain))
    return refused('domain-not-valid')
  // A label in punycode that stands for nothing stays as it is.
  if (/(?:^|\.)xn--/.test(domainToUnicode(domain))) return refused('domain-not-valid')
  return { ok: true, domain }
}

/** Case, full and half width, and the full stops of ideographic scripts (RFC 5895, 2). */
function mapped(input: string): string {
  return input
    .toLowerCase()
    .replace(/[\uFF01-\uFFEF]/g, (sign) => sign.normalize('NFKC'))
    .replace(/[。｡]/g, '.')
    .normalize('NFC')
}

/** A character as a person can see it: itself, or its number where it is invisible. */
export function shown(character: string): string | Said {
  if (/^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character)) return `“${character}”`
  return character === ' '
    ? said('sign-space')
    : `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
