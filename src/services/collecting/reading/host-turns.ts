import type { HostTurns, Random, Wait } from '../../../core/ports.ts'
import { takeLease, type LeaseDeps } from '../../leases.ts'

/** Seconds; no request takes so long, and a process that is gone keeps nobody waiting longer. */
const lease = 60
/** Milliseconds between looks at a host that another process asks, on average. */
const lookEvery = 200

/** Turns of hosts, held in the store: no two processes on one database ask a host at once. */
export function openHostTurns(deps: LeaseDeps & { wait: Wait; random: Random }): HostTurns {
  const { store, wait, random } = deps
  const never = new AbortController().signal
  return {
    async take(host, signal = never) {
      const name = `host ${host}`
      while (!signal.aborted) {
        const held = await takeLease(deps, name, lease)
        // One that cannot be given back ends by itself.
        if (held) return () => store.leases.release(name, held).catch(() => undefined)
        await wait(lookEvery * (0.5 + random.next()), signal)
      }
      return async () => undefined
    },
  }
}
