import type { Claim, Finish } from '../store/claims.ts'
import { grouped } from './grouped.ts'
import type { House } from './house.ts'

/** One sender's hold on an edition's rows, with the writes of its connections shared. */
export interface Ledger {
  claim(count: number): Promise<Claim[]>
  /** Commits the row as in flight; false where lease, consent, suppression, pause or stop no longer allow it. */
  markInflight(claim: Claim): Promise<boolean>
  finish(finish: Finish): Promise<void>
  renew(): Promise<void>
}

/** Opens the ledger of an edition for this process. */
export function openLedger(
  { store, clock, settings }: Pick<House, 'store' | 'clock' | 'settings'>,
  editionId: number,
  leaseMs: number,
): Ledger {
  const { worker } = settings
  const lease = () => ({ worker, until: clock.now().add({ milliseconds: leaseMs }) })
  return {
    claim: (count) => store.claims.claim(editionId, clock.now(), lease(), count),
    markInflight: grouped(async (claims: Claim[]) => {
      const marked = await store.claims.markInflight(claims, worker, clock.now())
      return claims.map((claim) => marked.has(claim.subscriberId))
    }),
    finish: grouped(async (finishes: Finish[]) => {
      await store.transaction((tx) => tx.claims.finish(finishes, clock.now()))
      return finishes.map(() => undefined)
    }),
    renew: () => store.claims.renew(editionId, lease()),
  }
}
