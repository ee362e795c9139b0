import { domainToASCII, domainToUnicode } from 'node:url'
import { refused, said, type Refused, type Said } from '../../core/said/said.ts'
import { isAscii } from '../text/text.ts'

/** A domain in ASCII, or why it is invalid. */
export type DomainReading = { ok: true; domain: string } | Refused

/**
 * Characters outside domains. Allowed are letters, marks and digits of any script, hyphen and dot, and what IDNA allows between them:
 * joiners and the middle dots of Catalan, Greek, Hebrew and Japanese (RFC 5892, appendix A). Invisible marks such as variation selectors
 * are not.
 */
const neverInDomains =
  /[^\p{L}\p{M}\p{Nd}\p{Join_Control}.\u00B7\u0375\u05F3\u05F4\u30FB\-]|[\p{Default_Ignorable_Code_Point}--\p{Join_Control}]/v

/**
 * Reads the domain of an address and converts it to ASCII (RFC 5890). Its characters are checked first, because the mapping of URLs drops,
 * decodes and truncates what is invalid in an address, and turns numbers into other hosts.
 */
export function readDomain(input: string): DomainReading {
  const text = mapped(input)
  if (plain.test(text)) return { ok: true, domain: text }
  const strange = neverInDomains.exec(text)?.[0]
  if (strange !== undefined) return refused('domain-strange', { sign: shown(strange) })
  if (text.normalize('NFKC') !== text) return refused('domain-compatible-letters')
  const domain = domainToASCII(text)
  // Of plain ASCII the mapping only changes numbers, which it takes for parts of an IP address.
  if (/^[\x21-\x7e]*$/.test(text) && domain !== '' && domain !== text) return refused('domain-numeric')
  if (/(?:^|\.)(?:\d+|0x[0-9a-f]*)$/.test(domain || text)) return refused('domain-numeric')
  if (!/^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/.test(domain))
    return refused('domain-not-valid')
  // A label of invalid punycode is left unchanged.
  const shownAs = domainToUnicode(domain)
  if (/(?:^|\.)xn--/.test(shownAs)) return refused('domain-not-valid')
  // A label given in punycode may decode to invalid characters.
  if (domain.includes('xn--') && !shownAs.split('.').every(isLabel)) return refused('domain-not-valid')
  return { ok: true, domain }
}

/** A domain that needs none of the checks below: ASCII, without punycode, and not numeric. */
const plain =
  /^(?=.{1,253}$)(?:(?!xn--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!xn--)[a-z][a-z0-9-]{0,61}[a-z0-9]$/

/** Letters that are not allowed in labels (RFC 5892, 2.6 and 2.9): old jamo and marks that only lengthen text. */
const neverInLabels = /[\u0640\u07FA\u1100-\u11FF\u302E\u302F\u3031-\u3035\u303B\uA960-\uA97C\uD7B0-\uD7FB]/u

/** Characters that labels may contain only in certain contexts (RFC 5892, appendix A). */
const misplaced =
  /(?<!l)\u00B7|\u00B7(?!l)|\u0375(?!\p{Script=Greek})|(?<!\p{Script=Hebrew})[\u05F3\u05F4]|[\u0660-\u0669].*[\u06F0-\u06F9]|[\u06F0-\u06F9].*[\u0660-\u0669]/u

/** Whether a label is valid in a domain (RFC 5891, 4.2). */
function isLabel(label: string): boolean {
  if (neverInDomains.test(label) || neverInLabels.test(label) || misplaced.test(label)) return false
  if (/^\p{M}/u.test(label) || label.normalize('NFKC') !== label || label !== label.toLowerCase())
    return false
  if (/[^\x21-\x7e]/.test(label) && (/^-|-$/.test(label) || label.slice(2, 4) === '--')) return false
  return !label.includes('\u30FB') || /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(label)
}

/** Maps case, full and half width, and ideographic full stops (RFC 5895, 2). */
function mapped(input: string): string {
  const lower = input.toLowerCase()
  if (isAscii(lower)) return lower
  return lower
    .replace(/[\uFF01-\uFFEF]/g, (sign) => sign.normalize('NFKC'))
    .replace(/[。｡]/g, '.')
    .normalize('NFC')
}

/** A visible form of a character: itself, or its number if it is invisible. */
export function shown(character: string): string | Said {
  if (/^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character)) return `“${character}”`
  return character === ' '
    ? said('sign-space')
    : `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
