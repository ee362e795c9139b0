import { isIP } from 'node:net'
import { readDomain } from '../address-domain.ts'

/** Why an address that is grammatically valid is hardly ever a working one. */
export type OddForm =
  | 'quoted-local-part'
  | 'comment'
  | 'obsolete-form'
  | 'ip-address'
  | 'single-label-domain'
  | 'unicode-local-part'

/** Non-ASCII characters of a local part (RFC 6532, 3.2), except invisible ones and those that change the direction of text. */
const beyondAscii = String.raw`[[^\x00-\x7f]--[\p{C}\p{Z}\u115F\u1160\u3164\uFFA0\uFFFC\uFFFD\u034F\u2800]]`
const atomText = String.raw`(?:[\w!#$%&'*+\/=?^\x60\{\|\}~\-]|${beyondAscii})`
const dotAtom = new RegExp(String.raw`^${atomText}+(?:\.${atomText}+)*$`, 'v')
const quoted = new RegExp(String.raw`^"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\[\x20-\x7e]|${beyondAscii})*"$`, 'v')

/**
 * Parses an address by the full grammar of RFC 5321, 4.1.2, and RFC 5322, 3.4.1, with comments and quoted words. Returns why it is odd, or
 * null if it is invalid.
 */
export function looseSyntax(text: string): OddForm[] | null {
  const bare = withoutComments(text)
  if (bare === null) return null
  const forms: OddForm[] = bare === text ? [] : ['comment']
  const at = bare.lastIndexOf('@')
  const local = localForms(bare.slice(0, at))
  const domain = domainForms(bare.slice(at + 1))
  if (at < 1 || !local || !domain) return null
  if (Buffer.byteLength(bare.slice(0, at)) > 64 || Buffer.byteLength(bare) > 254) return null
  return [...forms, ...local, ...domain]
}

function localForms(local: string): OddForm[] | null {
  if (dotAtom.test(local)) return isAscii(local) ? [] : ['unicode-local-part']
  if (quoted.test(local)) return ['quoted-local-part']
  const words = wordsOf(local)
  return words?.every((word) => dotAtom.test(word) || quoted.test(word))
    ? ['quoted-local-part', 'obsolete-form']
    : null
}

/** The words of a local part, split at unquoted dots; null if a quote is not closed. */
function wordsOf(local: string): string[] | null {
  const words = local.match(/"(?:[^"\\]|\\.)*"|[^".]+|\./gu) ?? []
  if (words.join('') !== local || words.length % 2 === 0) return null
  return words.every((word, at) => (word === '.') === (at % 2 === 1))
    ? words.filter((_, at) => at % 2 === 0)
    : null
}

function domainForms(domain: string): OddForm[] | null {
  const literal = /^\[(?:(ipv6:)?([\da-f.:]+))\]$/i.exec(domain)
  if (literal) return isIP(literal[2] ?? '') === (literal[1] ? 6 : 4) ? ['ip-address'] : null
  if (readDomain(domain).ok) return []
  return /^[a-z](?:[a-z\d-]{0,61}[a-z\d])?$/i.test(domain) ? ['single-label-domain'] : null
}

/** A text without its comments in parentheses, which may be nested; null if one is not closed, or is inside a word. */
function withoutComments(text: string): string | null {
  if (!text.includes('(') && !text.includes(')')) return text
  let depth = 0
  let inQuotes = false
  let kept = ''
  let isWithin = false
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? ''
    if (sign === '\\' && (depth > 0 || inQuotes)) {
      if (depth === 0) kept += text.slice(at, at + 2)
      at += 1
    } else if (inQuotes || (sign === '"' && depth === 0)) {
      if (sign === '"') inQuotes = !inQuotes
      kept += sign
    } else if (sign === '(') depth += 1
    else if (sign === ')') {
      depth -= 1
      isWithin ||= depth === 0 && !/^[.@(]?$/.test(text[at + 1] ?? '') && !/(?:^|[.@])$/.test(kept)
    } else if (depth === 0) kept += sign
    if (depth < 0) return null
  }
  if (kept === text) return text
  return depth === 0 && !inQuotes && !isWithin ? kept : null
}

// oxlint-disable-next-line no-control-regex
const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text)
