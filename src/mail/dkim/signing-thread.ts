import type { KeyObject } from 'node:crypto'
import { Worker } from 'node:worker_threads'

/** RSA outside the main thread: a signature takes 250 µs, during which no connection should wait. */
export interface SigningThread {
  /** The signature of a text (latin1) by RSA with SHA-256, in base64. */
  sign(key: KeyObject, text: string): Promise<string>
  close(): Promise<void>
}

interface SigningRequest {
  key: KeyObject
  text: string
  resolve: (signature: string) => void
  reject: (error: Error) => void
}

/** Texts per message to the thread: waking it costs a good part of a signature, but with larger batches all would wait for the last. */
const most = 2
/** Batches with the thread at once: the present one and the next. */
const batches = 2

/**
 * A thread that is started on first use. Node's own thread pool, which takes texts one by one at some cost to the main thread, needs a
 * third more CPU.
 */
export function openSigningThread(): SigningThread {
  let worker: Worker | null = null
  let known: KeyObject | null = null
  let waiting: SigningRequest[] = []
  let atWork: SigningRequest[][] = []

  function start(): Worker {
    const started = new Worker(new URL('signing.worker.ts', import.meta.url))
    started.on('message', (signatures: string[]) => {
      for (const [at, request] of (atWork.shift() ?? []).entries()) request.resolve(signatures[at] ?? '')
      if (atWork.length === 0 && waiting.length === 0) started.unref()
      next()
    })
    const broken = (error: Error) => {
      if (worker !== started) return
      worker = known = null
      const lost = [...atWork.flat(), ...waiting]
      atWork = []
      waiting = []
      for (const request of lost) request.reject(error)
    }
    started.on('error', broken)
    started.on('exit', () => broken(new Error('the signing thread has ended')))
    return started
  }

  function next(): void {
    while (waiting[0] && atWork.length < batches) {
      const { key } = waiting[0]
      const thread = (worker ??= start())
      if (key !== known) thread.postMessage(key)
      known = key
      const other = waiting.findIndex((request) => request.key !== key)
      const batch = waiting.splice(0, Math.min(most, other === -1 ? most : other))
      atWork.push(batch)
      thread.ref()
      thread.postMessage(batch.map(({ text }) => text))
    }
  }

  return {
    sign: (key, text) =>
      new Promise((resolve, reject) => {
        waiting.push({ key, text, resolve, reject })
        // Texts of the same turn are sent together.
        if (waiting.length === 1) queueMicrotask(next)
      }),
    async close() {
      await worker?.terminate()
    },
  }
}
