import { Worker } from 'node:worker_threads'
import { mostRead } from '../../core/entities/feedback/message-size.ts'
import type { Report } from '../../core/entities/feedback/report.ts'

/** Reads messages that came in beside the main thread, one after the other. */
export interface ReportReader {
  /** Never throws for what a message can be: one that takes too long or too much memory is `other`, with the limit `time`. */
  read(bytes: Uint8Array): Promise<Report>
  close(): Promise<void>
}

/**
 * Milliseconds for one message, and megabytes. No message needs a second; on a busy machine, where a mail server hands over many at once, a
 * second may take a minute, and a report that is not read has no effect.
 */
const patience = 180_000
const memory = 384
/** Between two messages the thread waits this long for the next before it frees its memory. In milliseconds. */
const idle = 300

const unread: Report = {
  kind: 'other',
  recipients: [],
  feedbackType: '',
  sentTo: [],
  from: '',
  subject: '',
  messageId: '',
  original: null,
  letter: null,
  limits: ['time'],
}

/** A thread with time and memory of its own, which is started when a first message comes. */
export function openReportReader(): ReportReader {
  let worker: Worker | null = null
  let last: Promise<unknown> = Promise.resolve()
  let rest: NodeJS.Timeout | undefined

  function start(): Worker {
    const started = new Worker(new URL('report.worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: memory },
    })
    // It may still break while it ends, when nobody waits for it any more.
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
    const report = await answerOf(thread, bytes)
    if (report === null) {
      await end()
      return unread
    }
    rest = setTimeout(() => void end(), idle).unref()
    thread.unref()
    return report
  }

  return {
    read(bytes) {
      const reading = last.then(() => readOne(bytes))
      last = reading
      return reading
    },
    close: end,
  }
}

function answerOf(thread: Worker, bytes: Uint8Array): Promise<Report | null> {
  return new Promise((resolve) => {
    const settle = (report: Report | null): void => {
      clearTimeout(timer)
      thread.off('message', settle).off('error', breaks).off('exit', breaks)
      resolve(report)
    }
    const breaks = (): void => settle(null)
    const timer = setTimeout(breaks, patience)
    thread.ref()
    thread.on('message', settle).on('error', breaks).on('exit', breaks)
    // A view of a part would be sent with all that lies beside it.
    thread.postMessage(bytes.length > mostRead ? Uint8Array.from(bytes.subarray(0, mostRead + 1)) : bytes)
  })
}
