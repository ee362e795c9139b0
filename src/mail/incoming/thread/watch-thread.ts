import type { Worker } from 'node:worker_threads'

/** Time limits of a thread, in milliseconds. */
export interface ThreadLimits {
  /** CPU time, independent of other load on the machine. */
  computing: number
  /** Elapsed time, for one that neither computes nor responds. */
  waiting: number
}

/** How often the thread's CPU time is checked, in milliseconds. */
const interval = 250

/** Calls back when a thread exceeds a limit, counted from now. Returns a function that stops watching. */
export function watchThread(
  thread: Worker,
  { computing, waiting }: ThreadLimits,
  passed: (limit: keyof ThreadLimits) => void,
): () => void {
  let before: number | null = null
  const look = async (): Promise<void> => {
    const used = await computedBy(thread)
    if (used === null) return
    before ??= used
    if (used - before > computing) passed('computing')
  }
  void look()
  const looks = setInterval(() => void look(), interval)
  const end = setTimeout(() => passed('waiting'), waiting)
  return () => {
    clearInterval(looks)
    clearTimeout(end)
  }
}

/** The CPU time of a thread in milliseconds; null while it is not running. */
async function computedBy(thread: Worker): Promise<number | null> {
  try {
    const { user, system } = await thread.cpuUsage()
    return (user + system) / 1000
  } catch {
    return null
  }
}
