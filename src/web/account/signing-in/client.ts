import type { FastifyRequest } from 'fastify'
import type { Client } from '../../../services/accounts/sessions/start-session.ts'
import { clientKey } from '../../kit/limits/proxies.ts'

/** From where a request comes, past the proxies whose word is taken. */
export function clientOf({ ip, headers }: FastifyRequest): Client {
  return { agent: headers['user-agent'] ?? '', address: clientKey(ip) }
}

/** The session that a new one takes the place of. */
export function formerOf({ session }: FastifyRequest): { id: number; accountId: number } | null {
  return session && { id: session.session.id, accountId: session.account.id }
}
