import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

type Collect = (how: { type: 'major'; flavor: 'last-resort' }) => void

/**
 * Returns memory to the system that was needed for loading the program: V8 keeps it, and a process with little to do never releases it, a
 * quarter of its memory. Takes some 100 ms, so it is only called after a service has started.
 */
export function releaseMemory(): void {
  setFlagsFromString('--expose-gc')
  // The flag applies only to contexts that are created after it.
  const collect = runInNewContext('gc') as Collect
  setFlagsFromString('--no-expose-gc')
  collect({ type: 'major', flavor: 'last-resort' })
}
