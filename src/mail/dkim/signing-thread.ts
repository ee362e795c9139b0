import type { KeyObject } from 'node:crypto'
import { Worker } from 'node:worker_threads'

/** RSA beside the main thread: a signature takes 250 µs, in which no connection should wait. */
export interface SigningThread {
  /** The signature of a text (latin1) by RSA with SHA-256, in base64. */
  sign(key: KeyObject, text: string): Promise<string>
  close(): Promise<void>
}

interface Wish {
  key: KeyObject
  text: string
  resolve: (signature: string) => void
  reject: (error: Error) => void
}

/** Texts that go over together, as waking a thread costs a good part of a signature; of more, all would wait for the last. */
const most = 2
/** Lots with the thread at once: one at work, and the next at hand. */
const lots = 2

/**
 * A thread that is started when first needed. Node's own thread pool, which takes texts one by one and at some cost to
 * the main thread, needs a third more of the processor.
 */
export function openSigningThread(): SigningThread {
  let worker: Worker | null = null
  let known: KeyObject | null = null
  let waiting: Wish[] = []
  let atWork: Wish[][] = []

  function start(): Worker {
    const started = new Worker(new URL('signing.worker.ts', import.meta.url))
    started.on('message', (signatures: string[]) => {
      for (const [at, wish] of (atWork.shift() ?? []).entries()) wish.resolve(signatures[at] ?? '')
      if (atWork.length === 0 && waiting.length === 0) started.unref()
      next()
    })
    const broken = (error: Error) => {
      if (worker !== started) return
      worker = known = null
      const lost = [...atWork.flat(), ...waiting]
      atWork = []
      waiting = []
      for (const wish of lost) wish.reject(error)
    }
    started.on('error', broken)
    started.on('exit', () => broken(new Error('the signing thread has ended')))
    return started
  }

  function next(): void {
    while (waiting[0] && atWork.length < lots) {
      const { key } = waiting[0]
      const thread = (worker ??= start())
      if (key !== known) thread.postMessage(key)
      known = key
      const other = waiting.findIndex((wish) => wish.key !== key)
      const lot = waiting.splice(0, Math.min(most, other === -1 ? most : other))
      atWork.push(lot)
      thread.ref()
      thread.postMessage(lot.map(({ text }) => text))
    }
  }

  return {
    sign: (key, text) =>
      new Promise((resolve, reject) => {
        waiting.push({ key, text, resolve, reject })
        // What comes in the same turn goes along.
        if (waiting.length === 1) queueMicrotask(next)
      }),
    async close() {
      await worker?.terminate()
    },
  }
}
