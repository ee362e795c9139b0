import ipaddr from 'ipaddr.js'

/** Whether an address is that of a trusted proxy, whose information about clients is believed. */
export type IsProxy = (address: string) => boolean

const loopback = ['127.0.0.0/8', '::1/128']

/** From addresses and ranges, validated by the configuration; `loopback` is this machine. */
export function proxiesOf(list: readonly string[]): IsProxy {
  const ranges = list
    .flatMap((entry) => (entry === 'loopback' ? loopback : [entry]))
    .map((entry) => {
      if (entry.includes('/')) return ipaddr.parseCIDR(entry)
      const address = ipaddr.parse(entry)
      return [address, address.kind() === 'ipv4' ? 32 : 128] as [ipaddr.IPv4 | ipaddr.IPv6, number]
    })
  return (text) => {
    if (!ipaddr.isValid(text)) return false
    const address = ipaddr.process(text)
    return ranges.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits))
  }
}

/** The key of one client: an IPv4 address, or the 64 bits of IPv6 that one customer gets. */
export function clientKey(address: string | undefined): string {
  if (address === undefined || !ipaddr.isValid(address)) return 'unknown'
  const read = ipaddr.process(address)
  return read instanceof ipaddr.IPv6
    ? read.parts
        .slice(0, 4)
        .map((part) => part.toString(16))
        .join(':')
    : read.toString()
}
