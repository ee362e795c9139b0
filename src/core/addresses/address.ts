import { createHmac } from 'node:crypto'
import { readDomain, shown } from './address-domain.ts'
import { isAscii, normalized } from '../text/text.ts'
import { refused, type Refused } from '../../core/said/said.ts'

export type AddressReading = { ok: true; address: string } | Refused

/** Characters invalid in an unquoted local part: white space, specials of RFC 5322, 3.2.3, and invisible ones. */
const neverInLocals = /[\s@"(),:;<>[\\\]\p{C}\p{Default_Ignorable_Code_Point}\uFFFD]/u

/**
 * Reads an e-mail address as people write it: trims it, normalises it to NFC, lower-cases the domain and converts it to punycode (RFC 5321,
 * 4.1.2; RFC 5890). The local part keeps its case; quoted ones and IP addresses as domains are refused. Lengths as in RFC 5321, 4.5.3.1, in
 * bytes: 64 before the @, 254 in all.
 */
export function readAddress(input: string): AddressReading {
  const text = normalized(input.trim(), 'NFC')
  const at = text.lastIndexOf('@')
  if (at < 1) return refused('address-without-at')
  const local = text.slice(0, at)
  // A form of another width, such as a full-width @, must not pass either.
  for (const form of isAscii(local) ? [local] : [local, local.normalize('NFKC')]) {
    const strange = neverInLocals.exec(form)?.[0]
    if (strange !== undefined) return refused('address-strange-before-at', { sign: shown(strange) })
    if (/^\.|\.\.|\.$/.test(form)) return refused('address-dot-before-at')
  }
  if (Buffer.byteLength(local) > 64) return refused('address-long-before-at')
  const reading = readDomain(text.slice(at + 1))
  if (!reading.ok) return reading
  const address = `${local}@${reading.domain}`
  return Buffer.byteLength(address) > 254 ? refused('address-long') : { ok: true, address }
}

/** The common form of two spellings of a mailbox: providers ignore the case of the local part. */
function canonicalAddress(address: string): string {
  return address.toLowerCase()
}

/** An address without the part after a plus in its local part: most providers deliver it to the same mailbox (RFC 5233). */
export function withoutTag(address: string): string {
  return address.replace(/^([^+@]+)\+.*(@[^@]+)$/u, '$1$2')
}

/** The keyed hash by which suppressions and subscribers are found without the address: 32 hex digits. */
export function addressHash(key: Buffer, address: string): string {
  return createHmac('sha256', key).update(canonicalAddress(address)).digest('hex').slice(0, 32)
}

/** `maria@example.org` as `m•••@example.org`: the links of a forwarded e-mail must not reveal the address. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@')
  return `${[...address][0] ?? ''}•••${address.slice(at)}`
}
