import ipaddr from 'ipaddr.js'

/** The network of a client's address: 24 bits of IPv4, or the 48 bits of IPv6 that one site is assigned (RFC 6177). */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown'
  const read = ipaddr.process(address)
  const kept = read instanceof ipaddr.IPv6 ? 6 : 3
  return `${Buffer.from(read.toByteArray().slice(0, kept)).toString('hex')}/${kept * 8}`
}
