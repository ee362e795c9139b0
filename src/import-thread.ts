import { Worker } from 'node:worker_threads'
import type { Config } from './config.ts'
import type { Event } from './core/events.ts'
import type { Events } from './core/ports.ts'
import type { ImportThread } from './services/context.ts'

/** What the thread begins with. */
export interface ThreadStart {
  config: Config
  templatesFolder: string
}

/** Messages to the thread, and from it. */
export type ToThread = 'run' | 'stop'
export type FromThread = { event: Event } | { ended: string | null }

/** Milliseconds without work after which it ends, and its memory with it. */
const idle = 30_000

/**
 * A thread that does the work of imports with a connection of its own to the database, as another process would. It starts when there is
 * some, and ends when there was none for half a minute.
 */
export function openImportThread(
  start: ThreadStart,
  events: Events,
): ImportThread & { close(): Promise<void> } {
  let worker: Worker | null = null
  let rest: NodeJS.Timeout | undefined

  async function end(): Promise<void> {
    clearTimeout(rest)
    const ending = worker
    worker = null
    await ending?.terminate()
  }

  return {
    async run(signal) {
      clearTimeout(rest)
      // It may still break while it ends, when nobody waits for it any more.
      const thread = (worker ??= new Worker(new URL('import.worker.ts', import.meta.url), {
        workerData: start,
      }).on('error', () => undefined))
      const send = (what: ToThread): void => thread.postMessage(what)
      const stop = (): void => send('stop')
      signal.addEventListener('abort', stop)
      try {
        const ended = endOf(thread, events)
        send('run')
        if (signal.aborted) stop()
        await ended
      } catch (error) {
        await end()
        throw error
      } finally {
        signal.removeEventListener('abort', stop)
      }
      rest = setTimeout(() => void end(), idle).unref()
    },
    close: end,
  }
}

function endOf(thread: Worker, events: Events): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (then: () => void): void => {
      thread.off('message', hears).off('error', breaks).off('exit', exits)
      then()
    }
    const hears = (said: FromThread): void => {
      if ('event' in said) return events.emit(said.event)
      const { ended } = said
      settle(() => (ended === null ? resolve() : reject(new Error(ended))))
    }
    const breaks = (error: unknown): void => settle(() => reject(error))
    const exits = (): void => breaks(new Error('the thread of imports has ended'))
    thread.on('message', hears).on('error', breaks).on('exit', exits)
  })
}
