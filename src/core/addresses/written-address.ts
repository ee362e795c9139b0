import { refused, type Refused } from '../said/said.ts'
import { readAddress } from './address.ts'

/** The address of a field, and the name before it; '' if there is none. */
export type WrittenAddress = { ok: true; address: string; name: string } | Refused

/** In UTF-16 units; a longer text is not an address. */
const longest = 1000

/** Pairs of quotation marks around a whole text. */
const quotes = ["''", '""', '``', '“”', '‘’', '„“', '«»'] as const

/**
 * Reads an address as people and programs write it into lists: in angle brackets with a name before them (RFC 5322, 3.4), after `mailto:`, in
 * quotes, with invisible characters at its ends, or a full stop, comma or semicolon after it. The address itself is not changed.
 */
export function readWritten(text: string): WrittenAddress {
  const plain = readAddress(text)
  if (plain.ok) return { ...plain, name: '' }
  if (text.length > longest) return plain
  if (hasSeveral(text)) return refused('address-several')
  const bare = trimmed(text)
  const named = /^([^<>]*)<([^<>]*)>$/.exec(bare)
  const address = readAddress(withoutScheme(named ? trimmed(named[2] ?? '') : bare))
  if (!address.ok) return plain
  const name = trimmed(named?.[1] ?? '')
  return { ...address, name: name.includes('@') ? '' : name }
}

function hasSeveral(text: string): boolean {
  if (text.indexOf('@') === text.lastIndexOf('@')) return false
  const found = text.split(/[\s,;/|<>"']+/).flatMap((part) => {
    const reading = readAddress(part)
    return reading.ok ? [reading.address.toLowerCase()] : []
  })
  return new Set(found).size > 1
}

function trimmed(text: string): string {
  const outer = text.replace(/^[\s\p{Cf}]+|[\s\p{Cf}.,;]+$/gu, '')
  const isQuoted = quotes.some(([open = '', close = '']) => outer.startsWith(open) && outer.endsWith(close))
  return isQuoted && outer.length > 2 ? trimmed(outer.slice(1, -1)) : outer
}

/** The query of a `mailto:` address only holds other fields of an e-mail (RFC 6068). */
const withoutScheme = (text: string): string => text.replace(/^mailto:([^?]*)(?:\?.*)?$/is, '$1')
