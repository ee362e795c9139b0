import { Agent, buildConnector, ProxyAgent, type Dispatcher } from 'undici'
import type { Resolver } from '../../core/ports.ts'
import { guardedConnector } from './connector.ts'
import type { Limits } from '../limits.ts'

export interface EgressSettings {
  resolver: Pick<Resolver, 'resolve'>
  limits: Limits
  /** Loopback may be connected to: for the demo and tests. */
  allowLoopback: boolean
  /** `http://user:pass@proxy:3128`; null: straight to the hosts. */
  proxyUrl: string | null
}

/**
 * The way out to the net: connections of our own to addresses that were checked, or tunnels through a proxy, which
 * then looks names up itself. Proxies named by the environment (`HTTP_PROXY`) are not asked.
 */
export function openEgress({ resolver, limits, allowLoopback, proxyUrl }: EgressSettings): Dispatcher {
  const shared = {
    connections: 4,
    // The whole request has its own limit; these are undici's, which would each start anew.
    headersTimeout: limits.time,
    bodyTimeout: limits.time,
  }
  const tls = { timeout: limits.connectTime, allowH2: false }
  if (proxyUrl === null)
    return new Agent({
      ...shared,
      connect: guardedConnector(resolver, allowLoopback, buildConnector(tls)),
    })
  return new ProxyAgent({ ...shared, uri: proxyUrl, proxyTunnel: true, allowH2: false, proxyTls: tls })
}
