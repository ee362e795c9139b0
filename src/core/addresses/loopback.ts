/** The address for servers of this process that other machines must not reach. */
export const loopbackAddress = '127.0.0.1'

/**
 * True for a host of a URL or a `Host` header, without its port, that always means this machine: `localhost` and its subdomains (RFC 6761
 * §6.3), 127.0.0.0/8, and `::1`, with or without brackets.
 */
export function isLoopbackHost(host: string): boolean {
  const name = host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
  return /^(.+\.)?localhost$|^(::ffff:)?127(\.\d{1,3}){3}$|^::1$|^::ffff:7f[\da-f]{2}:[\da-f]{1,4}$/.test(
    name,
  )
}
