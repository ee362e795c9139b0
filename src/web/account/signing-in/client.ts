import type { FastifyRequest } from 'fastify'
import type { Client } from '../../../services/accounts/sessions/start-session.ts'
import { clientKey } from '../../kit/limits/proxies.ts'

/** The client of a request, taking trusted proxies into account. */
export function clientOf({ ip, headers }: FastifyRequest): Client {
  return { agent: headers['user-agent'] ?? '', address: clientKey(ip) }
}

/** The session that a new one replaces. */
export function previousSession({ session }: FastifyRequest): { id: number; accountId: number } | null {
  return session && { id: session.session.id, accountId: session.account.id }
}
