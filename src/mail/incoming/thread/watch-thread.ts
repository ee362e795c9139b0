import type { Worker } from 'node:worker_threads'

/** How long a thread may take, in milliseconds. */
export interface ThreadLimits {
  /** Of the processor, whatever else the machine does meanwhile. */
  computing: number
  /** By the clock, for one that neither computes nor answers. */
  waiting: number
}

/** In milliseconds: so often the thread's computing time is looked at. */
const interval = 250

/** Calls back once a thread has passed a limit, counted from now on. What it gives ends the watch. */
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

/** In milliseconds; null before it runs, and afterwards. */
async function computedBy(thread: Worker): Promise<number | null> {
  try {
    const { user, system } = await thread.cpuUsage()
    return (user + system) / 1000
  } catch {
    return null
  }
}
