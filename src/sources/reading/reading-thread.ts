import { Worker } from 'node:worker_threads'
import { said, type Said } from '../../core/said/said.ts'
import { refused, type RawDocument, type ReadDocument } from './document.ts'
import type { Limits } from '../limits.ts'
import { fromWire, type Wire } from './wire.ts'

/** Reads documents outside the main thread, one at a time. */
export interface ReadingThread {
  /** Never throws, whatever the document: running out of time or memory is a reason. */
  read(kind: string, document: RawDocument): Promise<ReadDocument>
  close(): Promise<void>
}

/** How long the thread waits for another document before it ends and frees its memory. In milliseconds. */
const idle = 300

/** Opens a thread with its own limits of time and memory, so that no document can block or crash the process. */
export function openReadingThread(limits: Limits): ReadingThread {
  let worker: Worker | null = null
  let last: Promise<unknown> = Promise.resolve()
  let rest: NodeJS.Timeout | undefined

  function start(): Worker {
    const started = new Worker(new URL('reading.worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: limits.readingMemory },
    })
    // It may still fail while it ends, when nothing else listens.
    return started.on('error', () => undefined)
  }

  async function end(): Promise<void> {
    const ending = worker
    worker = null
    await ending?.terminate()
  }

  async function readOne(kind: string, document: RawDocument): Promise<ReadDocument> {
    clearTimeout(rest)
    const thread = (worker ??= start())
    const answer = await answerOf(thread, kind, document, limits)
    if (answer === 'broken') worker = null
    else if (typeof answer === 'string') await end()
    else {
      rest = setTimeout(() => void end(), idle).unref()
      thread.unref()
      return fromWire(answer)
    }
    return refused(document, reasons(limits)[answer])
  }

  return {
    read(kind, document) {
      const reading = last.then(() => readOne(kind, document))
      last = reading
      return reading
    },
    async close() {
      clearTimeout(rest)
      await end()
    },
  }
}

const reasons = (limits: Limits): Record<'late' | 'broken', Said> => ({
  late: said('document-slow', { seconds: limits.readingTime / 1000 }),
  broken: said('document-takes-memory'),
})

function answerOf(
  thread: Worker,
  kind: string,
  document: RawDocument,
  limits: Limits,
): Promise<Wire | 'late' | 'broken'> {
  return new Promise((resolve) => {
    const settle = (answer: Wire | 'late' | 'broken'): void => {
      clearTimeout(timer)
      thread.off('message', settle).off('error', breaks).off('exit', breaks)
      resolve(answer)
    }
    const breaks = (): void => settle('broken')
    const timer = setTimeout(() => settle('late'), limits.readingTime)
    thread.ref()
    thread.on('message', settle).on('error', breaks).on('exit', breaks)
    thread.postMessage({ kind, document })
  })
}
