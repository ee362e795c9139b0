import type { Context } from '../../context.ts'

/** E-mails of a domain that are tried again in the same second. */
const together = 200

/**
 * Says when an e-mail whose domain has no free connection is tried again, in milliseconds: in a second at the earliest, and at most 200 of a domain in each
 * second, so that thousands that wait cause little work.
 */
export function comingBack({ clock, random }: Pick<Context, 'clock' | 'random'>): (domain: string) => number {
  // So that processes that wait for the same connection do not all try at the same moment.
  const phase = random.next() * 1_000
  const last = new Map<string, { second: number; count: number }>()
  return (domain) => {
    const earliest = Math.ceil((clock.now().epochMilliseconds - phase) / 1_000) + 1
    const before = last.get(domain) ?? { second: earliest, count: 0 }
    const isFull = before.count >= together
    const second = Math.max(earliest, before.second + (isFull ? 1 : 0))
    last.set(domain, { second, count: second === before.second ? before.count + 1 : 1 })
    return second * 1_000 + phase
  }
}
