import { isIP, type Socket } from 'node:net'
import type { buildConnector } from 'undici'
import type { Resolver } from '../../core/ports.ts'
import { mayConnect } from '../../core/addresses/public-address.ts'
import { bareHost, hostFault } from '../../core/addresses/public-host.ts'

/** Thrown into undici when a host is not one to connect to; its message is the reason people see. */
export class RefusedHost extends Error {}

/** Thrown into undici when a name leads nowhere; its message is the reason people see. */
export class UnknownHost extends Error {}

/** No host needs more of its addresses tried, and each costs the time of a connection. */
const mostTried = 4

const refusedFor = (host: string, address: string): RefusedHost =>
  new RefusedHost(
    `${host} leads to ${address}, which is not a public address; use the public address of the source`,
  )

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
  if (found.length === 0)
    throw new UnknownHost(`the host ${host} cannot be found; check its spelling and the network`)
  const refused = found.find((address) => !mayConnect(address, allowLoopback))
  if (refused !== undefined) throw refusedFor(host, refused)
  return found
}

/** Looks once more at whom we are really connected to: the last word is the kernel's. */
function peerFault(socket: Socket, host: string, allowLoopback: boolean): Error | null {
  const peer = socket.remoteAddress
  if (peer === undefined) return new Error('the connection was closed at once')
  return mayConnect(peer, allowLoopback) ? null : refusedFor(host, peer)
}

/**
 * A connector that asks the `Resolver`, refuses a host any of whose addresses is not public, and
 * connects, by `connect`, to an address it has checked, so that a second DNS answer cannot lead elsewhere.
 */
export function guardedConnector(
  resolver: Pick<Resolver, 'resolve'>,
  allowLoopback: boolean,
  connect: buildConnector.connector,
): buildConnector.connector {
  return (options, callback) => {
    const tryNext = ([address, ...others]: string[]): void => {
      // Only `hostname` changes: the name for TLS and the Host header stay the source's.
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
