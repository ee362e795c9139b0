import { openDiskWatch, type WatchDeps } from '../services/disk/watch-disk.ts'

/** Milliseconds between two looks: each is a call of the system. */
const interval = 15_000

/** Looks at the disk of this host now and from then on, in every process: the job of one would see the disk of its own host alone. */
export function runDiskWatch(deps: WatchDeps): { stop(): Promise<void> } {
  const watch = openDiskWatch(deps)
  let looking: Promise<void> | null = null
  const look = (): void => {
    looking ??= watch.look().finally(() => {
      looking = null
    })
  }
  look()
  const timer = setInterval(look, interval)
  return {
    async stop() {
      clearInterval(timer)
      await looking
    },
  }
}
