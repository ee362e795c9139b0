import type { Context } from '../../context.ts'

/** Milliseconds of the lease on a domain's connections; a living process renews it long before. */
const leaseMs = 60_000
/** Milliseconds for which a domain without a free connection is not asked about again. */
const asksEvery = 500

/** This process's share of the connections to limited domains. */
export interface DomainConnections {
  /** False if all of the domain's connections are in use, here or elsewhere. */
  take(domain: string, most: number): Promise<boolean>
  giveBack(domain: string): void
  /** True if this process uses one of the domain's connections. */
  isBusy(domain: string): boolean
  close(): Promise<void>
}

export function domainConnections({
  store,
  clock,
  settings,
}: Pick<Context, 'store' | 'clock' | 'settings'>): DomainConnections {
  const held = new Map<string, { slots: number[]; busy: number; noneAt: number }>()
  let renewal: NodeJS.Timeout | undefined
  const lease = () => ({ worker: settings.worker, until: clock.now().add({ milliseconds: leaseMs }) })
  return {
    async take(domain, most) {
      const own = held.getOrInsert(domain, { slots: [], busy: 0, noneAt: -Infinity })
      if (own.busy >= most) return false
      const now = clock.now()
      if (own.busy >= own.slots.length && now.epochMilliseconds - own.noneAt < asksEvery) return false
      own.busy += 1
      if (own.busy <= own.slots.length) return true
      // If one renewal fails, the next makes up for it.
      renewal ??= setInterval(() => void store.pace.renew(lease()).catch(() => undefined), leaseMs / 3)
      const slot = await store.pace.connect(domain, most, now, lease())
      if (slot !== null) own.slots.push(slot)
      else Object.assign(own, { busy: own.busy - 1, noneAt: now.epochMilliseconds })
      return slot !== null
    },
    giveBack(domain) {
      const own = held.get(domain)
      if (own && own.busy > 0) own.busy -= 1
    },
    isBusy: (domain) => (held.get(domain)?.busy ?? 0) > 0,
    async close() {
      clearInterval(renewal)
      for (const [domain, { slots }] of held) await store.pace.release(settings.worker, domain, slots)
      held.clear()
    },
  }
}
