import type { Metrics } from '../core/ports.ts'
import type { Store } from './store.ts'

/** A store that measures its transactions, including the time that they wait. */
export function timedStore(store: Store, metrics: Metrics): Store {
  return {
    ...store,
    async transaction(work) {
      const begun = performance.now()
      try {
        return await store.transaction(work)
      } finally {
        metrics.observe('daywire_transaction_duration_seconds', {}, (performance.now() - begun) / 1000)
      }
    },
  }
}
