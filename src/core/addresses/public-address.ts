import ipaddr from 'ipaddr.js'

const nat64 = ipaddr.IPv6.parse('64:ff9b::')
const globalUnicast = ipaddr.IPv6.parse('2000::')

const publicV4 = (address: ipaddr.IPv4): boolean => address.range() === 'unicast'

function publicV6(address: ipaddr.IPv6): boolean {
  // A host behind DNS64 sees every IPv4 address like this (RFC 6052); the embedded address counts.
  if (address.match(nat64, 96))
    return publicV4(ipaddr.fromByteArray(address.toByteArray().slice(12)) as ipaddr.IPv4)
  // Only 2000::/3 is global unicast (RFC 4291 §2.4); 6to4, Teredo and the like inside it are not `unicast` here.
  return address.match(globalUnicast, 3) && address.range() === 'unicast'
}

/**
 * Whether a connection to this address is allowed: public unicast by the IANA special-purpose registries, IPv4 inside IPv6 judged as IPv4;
 * loopback only if allowed. Invalid addresses are refused.
 */
export function mayConnect(text: string, allowLoopback: boolean): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.process(text)
  if (address.range() === 'loopback') return allowLoopback
  return address instanceof ipaddr.IPv4 ? publicV4(address) : publicV6(address)
}
