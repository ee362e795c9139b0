import type { HostTurns, Random, Wait } from '../../../core/ports.ts'
import { takeLease, type LeaseDeps } from '../../leases.ts'

/** Seconds; longer than any request takes, so that a process that is gone blocks others no longer than this. */
const lease = 60
/** Milliseconds between checks of a host that another process is requesting, on average. */
const lookEvery = 200

/** Leases on hosts, kept in the store: no two processes on one database send requests to a host at once. */
export function openHostTurns(deps: LeaseDeps & { wait: Wait; random: Random }): HostTurns {
  const { store, wait, random } = deps
  const never = new AbortController().signal
  return {
    async take(host, signal = never) {
      const name = `host ${host}`
      while (!signal.aborted) {
        const held = await takeLease(deps, name, lease)
        // A lease that cannot be released expires by itself.
        if (held) return () => store.leases.release(name, held).catch(() => undefined)
        await wait(lookEvery * (0.5 + random.next()), signal)
      }
      return async () => undefined
    },
  }
}
