import type { House } from '../house.ts'

/** Milliseconds for which a process holds a domain's connections; it renews them well before. */
const leaseMs = 60_000

/** The connections to limited domains that this process holds among all that send. */
export interface DomainConnections {
  /** False where all of the domain's are in use, here or elsewhere. */
  take(domain: string, most: number): Promise<boolean>
  giveBack(domain: string): void
  renew(): Promise<void>
  close(): Promise<void>
}

export function domainConnections({
  store,
  clock,
  settings,
}: Pick<House, 'store' | 'clock' | 'settings'>): DomainConnections {
  const held = new Map<string, { slots: number; busy: number }>()
  const lease = () => ({ worker: settings.worker, until: clock.now().add({ milliseconds: leaseMs }) })
  return {
    async take(domain, most) {
      const own = held.getOrInsert(domain, { slots: 0, busy: 0 })
      if (own.busy >= most) return false
      own.busy += 1
      if (own.busy <= own.slots) return true
      if ((await store.pace.connect(domain, most, clock.now(), lease())) !== null) {
        own.slots += 1
        return true
      }
      own.busy -= 1
      return false
    },
    giveBack(domain) {
      const own = held.get(domain)
      if (own && own.busy > 0) own.busy -= 1
    },
    async renew() {
      if (held.size > 0) await store.pace.renew(lease())
    },
    async close() {
      if (held.size > 0) await store.pace.release(settings.worker)
      held.clear()
    },
  }
}
