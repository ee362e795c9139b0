import { createHmac } from 'node:crypto'
import { domainToASCII } from 'node:url'
import { normalized } from './text.ts'

export type AddressReading = { ok: true; address: string } | { ok: false; reason: string }

/**
 * Reads an e-mail address as people write it: trims, NFC, lower-cases the domain and writes it as
 * punycode (RFC 5321 §4.1.2, RFC 5890). The local part keeps its case. Lengths as RFC 5321 §4.5.3.1.
 */
export function readAddress(input: string): AddressReading {
  const text = normalized(input.trim(), 'NFC')
  const at = text.lastIndexOf('@')
  if (at < 1) return { ok: false, reason: 'has no @ with a name before it' }
  const local = text.slice(0, at)
  const domain = domainToASCII(text.slice(at + 1).toLowerCase())
  if (!/^[^\s@"(),:;<>[\\\]\p{Cc}\p{Cf}]+$/u.test(local) || /^\.|\.\.|\.$/.test(local))
    return { ok: false, reason: 'has characters before the @ that an address cannot have' }
  if (!/^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/.test(domain))
    return { ok: false, reason: 'has no valid domain after the @' }
  if (Buffer.byteLength(local) > 64) return { ok: false, reason: 'is longer than 64 bytes before the @' }
  return { ok: true, address: `${local}@${domain}` }
}

/** The form two spellings of one mailbox share: providers treat the local part without regard to case. */
function canonicalAddress(address: string): string {
  return address.toLowerCase()
}

/** The keyed hash under which suppressions and subscribers are found without the address: 32 hex digits. */
export function addressHash(key: Buffer, address: string): string {
  return createHmac('sha256', key).update(canonicalAddress(address)).digest('hex').slice(0, 32)
}

/** `maria@example.org` as `m•••@example.org`: a forwarded mail's links must not give the address away. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@')
  return `${[...address][0] ?? ''}•••${address.slice(at)}`
}
