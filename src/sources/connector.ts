import { isIP } from 'node:net'
import { buildConnector } from 'undici'
import type { Resolver } from '../core/ports.ts'
import { mayConnect } from './public-address.ts'

/** Thrown into undici when a host is not one to connect to; its message is the reason people see. */
export class RefusedHost extends Error {}

async function addressesOf(host: string, resolver: Resolver, allowLoopback: boolean): Promise<string[]> {
  const literal = host.replace(/^\[(.*)\]$/, '$1')
  const found = isIP(literal) ? [literal] : await lookUp(literal, resolver)
  const refused = found.find((address) => !mayConnect(address, allowLoopback))
  if (refused !== undefined)
    throw new RefusedHost(
      refused === literal
        ? `${literal} is not a public address; use the public address of the source`
        : `${host} leads to ${refused}, which is not a public address; use the public address of the source`,
    )
  return found
}

async function lookUp(host: string, resolver: Resolver): Promise<string[]> {
  const found = await resolver.resolve(host).catch(() => [])
  if (found.length === 0)
    throw new RefusedHost(`the host ${host} cannot be found; check its spelling and the network`)
  return found
}

/**
 * A connector that asks the `Resolver`, refuses a host any of whose addresses is not public, and
 * connects to an address it has checked, so that a second DNS answer cannot lead elsewhere.
 */
export function guardedConnector(
  resolver: Resolver,
  allowLoopback: boolean,
  connectTimeout: number,
): buildConnector.connector {
  const connect = buildConnector({ timeout: connectTimeout, allowH2: false })
  return (options, callback) => {
    const tryNext = ([address, ...others]: string[]): void => {
      // Only `hostname` changes: the name for TLS and the Host header stay the source's.
      connect({ ...options, hostname: address ?? '' }, (...[error, socket]) => {
        if (error === null) callback(null, socket)
        else if (others.length > 0) tryNext(others)
        else callback(error, null)
      })
    }
    addressesOf(options.hostname, resolver, allowLoopback).then(tryNext, (error: Error) =>
      callback(error, null),
    )
  }
}
