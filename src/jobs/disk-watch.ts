import { openDiskWatch, type WatchDeps } from '../services/disk/watch-disk.ts'

/** Milliseconds between two checks; each is a system call. */
const interval = 15_000

/** Checks this host's disk now and periodically, in every process: a job would check only the disk of the host that it runs on. */
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
