import type { Context } from '../../context.ts'

/** The most e-mails a second that one connection is expected to send. */
const perConnection = 200

/**
 * Returns when to retry an e-mail whose domain has no free connection, in epoch milliseconds: after a second at the earliest, and each second
 * only as many of a domain as its connections can send, so that thousands that wait cause little work.
 */
export function spreadRetries({
  clock,
  random,
}: Pick<Context, 'clock' | 'random'>): (domain: string, connections: number) => number {
  // Processes that wait for the same connection should not all retry at the same moment.
  const phase = random.next() * 1_000
  const last = new Map<string, { second: number; count: number }>()
  return (domain, connections) => {
    const earliest = Math.ceil((clock.now().epochMilliseconds - phase) / 1_000) + 1
    const before = last.get(domain) ?? { second: earliest, count: 0 }
    const isFull = before.count >= perConnection * connections
    const second = Math.max(earliest, before.second + (isFull ? 1 : 0))
    last.set(domain, { second, count: second === before.second ? before.count + 1 : 1 })
    return second * 1_000 + phase
  }
}
