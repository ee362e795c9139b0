import { Agent, buildConnector, ProxyAgent, type Dispatcher } from 'undici'
import type { Resolver } from '../../core/ports.ts'
import { guardedConnector } from './connector.ts'
import type { Limits } from '../limits.ts'

export interface EgressSettings {
  resolver: Pick<Resolver, 'resolve'>
  limits: Limits
  /** Allows connections to loopback, for the demo and tests. */
  allowLoopback: boolean
  /** `http://user:pass@proxy:3128`; null: connect directly. */
  proxyUrl: string | null
}

/**
 * Opens outgoing connections: direct ones to addresses that were checked, or tunnels through a proxy, which then resolves names itself.
 * Proxies named by the environment (`HTTP_PROXY`) are not used.
 */
export function openEgress({ resolver, limits, allowLoopback, proxyUrl }: EgressSettings): Dispatcher {
  const shared = {
    connections: 4,
    // The request as a whole has its own limit; undici's timeouts restart at each stage.
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
