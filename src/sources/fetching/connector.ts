import { isIP, type Socket } from 'node:net'
import type { buildConnector } from 'undici'
import type { Resolver } from '../../core/ports.ts'
import { english } from '../../core/said/sentence.ts'
import { said, type Said } from '../../core/said/said.ts'
import { mayConnect } from '../../core/addresses/public-address.ts'
import { bareHost, hostFault } from '../../core/addresses/public-host.ts'

/** Passed through undici when a host must not or cannot be connected to. */
class HostFault extends Error {
  readonly reason: Said
  constructor(reason: Said) {
    super(english(reason))
    this.reason = reason
  }
}

/** The host is not allowed. */
export class RefusedHost extends HostFault {}

/** The name does not resolve. */
export class UnknownHost extends HostFault {}

/** Enough addresses to try of one host; each can cost the whole connection timeout. */
const mostTried = 4

const refusedFor = (host: string, address: string): RefusedHost =>
  new RefusedHost(said('host-leads-inside', { host, address }))

async function addressesOf(
  host: string,
  resolver: Pick<Resolver, 'resolve'>,
  allowLoopback: boolean,
): Promise<string[]> {
  const fault = hostFault(host, allowLoopback)
  if (fault !== null) throw new RefusedHost(fault)
  const bare = bareHost(host)
  if (isIP(bare) !== 0) return [bare]
  const found = await resolver.resolve(host).catch(() => [])
  if (found.length === 0) throw new UnknownHost(said('host-unknown', { host }))
  const refused = found.find((address) => !mayConnect(address, allowLoopback))
  if (refused !== undefined) throw refusedFor(host, refused)
  return found
}

/** Checks the address that the socket is connected to, whatever was resolved. */
function peerFault(socket: Socket, host: string, allowLoopback: boolean): Error | null {
  const peer = socket.remoteAddress
  if (peer === undefined) return Object.assign(new Error(), { code: 'ECONNRESET' })
  return mayConnect(peer, allowLoopback) ? null : refusedFor(host, peer)
}

/**
 * A connector that uses the `Resolver`, refuses a host if any of its addresses is not public, and connects (with `connect`) only to an
 * address that was checked, so that a second DNS answer cannot redirect it.
 */
export function guardedConnector(
  resolver: Pick<Resolver, 'resolve'>,
  allowLoopback: boolean,
  connect: buildConnector.connector,
): buildConnector.connector {
  return (options, callback) => {
    const tryNext = ([address, ...others]: string[]): void => {
      // Only `hostname` changes; the server name for TLS and the Host header stay the source's.
      connect({ ...options, hostname: address ?? '' }, (...[error, socket]) => {
        if (error !== null) return others.length > 0 ? tryNext(others) : callback(error, null)
        const fault = peerFault(socket, options.hostname, allowLoopback)
        if (fault === null) return callback(null, socket)
        socket.destroy()
        callback(fault, null)
      })
    }
    addressesOf(options.hostname, resolver, allowLoopback).then(
      (addresses) => tryNext(addresses.slice(0, mostTried)),
      (error: Error) => callback(error, null),
    )
  }
}
