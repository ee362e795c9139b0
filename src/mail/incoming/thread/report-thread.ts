import { Worker } from 'node:worker_threads'
import { mostRead } from '../../../core/entities/feedback/message-size.ts'
import type { Report } from '../../../core/entities/feedback/report.ts'
import { AppError, reasonOf } from '../../../core/errors.ts'
import { said, type Said } from '../../../core/said/said.ts'
import { watchThread, type ThreadLimits } from './watch-thread.ts'

/** Reads received messages outside the main thread, one at a time. */
export interface ReportReader {
  /** Throws `busy` if a message takes too long or too much memory, or the thread ends: it was not read, and can be retried. */
  read(bytes: Uint8Array): Promise<Report>
  close(): Promise<void>
}

/** For one message; none needs a second of CPU time. A reading of the bounce mailbox ends after ten minutes. */
const usual: ThreadLimits = { computing: 30_000, waiting: 300_000 }
const tooMuch = { computing: 'message-too-much-computing', waiting: 'message-too-much-waiting' } as const
/** In megabytes. */
const memory = 384
/** How long the thread waits for another message before it ends and frees its memory. In milliseconds. */
const idle = 300

/** Opens a thread with its own limits of time and memory, which is started for the first message. */
export function openReportReader(
  script = new URL('report.worker.ts', import.meta.url),
  limits = usual,
): ReportReader {
  let worker: Worker | null = null
  let last: Promise<unknown> = Promise.resolve()
  let rest: NodeJS.Timeout | undefined

  function start(): Worker {
    const started = new Worker(script, { resourceLimits: { maxOldGenerationSizeMb: memory } })
    // It may still fail while it ends, when nothing else listens.
    return started.on('error', () => undefined)
  }

  async function end(): Promise<void> {
    clearTimeout(rest)
    const ending = worker
    worker = null
    await ending?.terminate()
  }

  async function readOne(bytes: Uint8Array): Promise<Report> {
    clearTimeout(rest)
    const thread = (worker ??= start())
    try {
      const report = await answerOf(thread, bytes, limits)
      rest = setTimeout(() => void end(), idle).unref()
      thread.unref()
      return report
    } catch (error) {
      await end()
      throw error
    }
  }

  return {
    read(bytes) {
      const reading = last.then(() => readOne(bytes))
      last = reading.catch(() => undefined)
      return reading
    },
    close: end,
  }
}

function answerOf(thread: Worker, bytes: Uint8Array, limits: ThreadLimits): Promise<Report> {
  const { promise, resolve, reject } = Promise.withResolvers<Report>()
  const fail = (why: Said): void => reject(new AppError('busy', why))
  const breaks = (error: unknown): void => fail(said('message-not-read', { why: reasonOf(error) }))
  const exits = (): void => fail(said('message-reading-ended'))
  const leave = watchThread(thread, limits, (limit) =>
    fail(said(tooMuch[limit], { seconds: limits[limit] / 1000 })),
  )
  thread.ref()
  thread.on('message', resolve).on('error', breaks).on('exit', exits)
  // A view of a part would be posted with its whole buffer.
  thread.postMessage(bytes.length > mostRead ? Uint8Array.from(bytes.subarray(0, mostRead + 1)) : bytes)
  return promise.finally(() => {
    leave()
    thread.off('message', resolve).off('error', breaks).off('exit', exits)
  })
}
