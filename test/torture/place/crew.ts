import type { Backend } from './backends.ts'
import { openPlace, type Place, type Sender } from './place.ts'

/** Workers that share the edition of a place. */
export interface Crew {
  place: Place
  workers: Sender[]
  /** Starts one in place of another that has ended, and waits until it takes jobs. */
  replace(worker: Sender): Promise<void>
  /** True once the edition has ended; otherwise waits a moment. */
  isSent(): Promise<boolean>
  /** Stops them as a service manager would; returns what is wrong with how they ended. */
  dismiss(): Promise<string[]>
  drop(): Promise<void>
}

/** Milliseconds between polls of an edition. */
const lookEvery = 300

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** A place whose edition waits while sending is paused, and the workers that will share it. */
export async function openCrew(backend: Backend, readers: number, count: number): Promise<Crew> {
  const place = await openPlace(backend, readers)
  const workers: Sender[] = []
  const start = async (): Promise<Sender> => {
    const worker = place.start(['serve', '--role', 'worker'])
    while (!worker.said().includes('jobs are done here')) {
      if ((await Promise.race([worker.ended, pause(50)])) !== undefined)
        throw new Error(`a worker ended: ${worker.said()}`)
    }
    return worker
  }
  for (const args of [['pause', '--reason', 'until all are there'], ['run']]) await place.start(args).ended
  for (let n = 0; n < count; n += 1) workers.push(await start())
  return {
    place,
    workers,
    async replace(worker) {
      await worker.ended
      workers[workers.indexOf(worker)] = await start()
    },
    async isSent() {
      // The database may be unavailable.
      if ((await place.edition().catch(() => null))?.status === 'sent') return true
      await pause(lookEvery)
      return false
    },
    async dismiss() {
      for (const worker of workers) worker.signal('SIGTERM')
      const ends = await Promise.all(workers.splice(0).map(({ ended }) => ended))
      return ends.flatMap(({ code, signal, stderr }) =>
        code === 0 ? [] : [`a worker ended with ${code ?? signal}: ${stderr.trim().slice(-300)}`],
      )
    },
    async drop() {
      for (const worker of workers) worker.signal('SIGKILL')
      await Promise.all(workers.map(({ ended }) => ended))
      await place.drop()
    },
  }
}
