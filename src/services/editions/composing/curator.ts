import { setImmediate as turn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Curated, CurateInput, LeftOut } from '../../../curate/curated.ts'
import { fromWire, toWire } from '../../../core/thread-wire.ts'

/** Curates, in a separate thread if there are many stories: it may take seconds, and pages and e-mails continue meanwhile. */
export interface Curator {
  curate(input: CurateInput): Promise<Curated>
  isRunning(): boolean
  close(): Promise<void>
}

/** With this few stories, curating is faster than starting a thread. */
const fewStories = 60
/** Stories sent at once: copying all of them together would delay pages and e-mails as well. */
const atOnce = 200
/**
 * Milliseconds without work after which the thread ends. Each wish of an editor curates the day again, and a warm thread takes a fifth of
 * the time.
 */
const standardIdle = 120_000

/** Messages to the thread: some of the stories, repeatedly, then the rest of the input. */
export type Sent = { stories: unknown } | { input: unknown }
/** Its answer. */
export interface Answer {
  curated: unknown
  leftOut: LeftOut[]
}

/** Starts its thread when first needed, does one task after the other, and ends it after two minutes without any. */
export function openCurator(idle: number = standardIdle): Curator {
  let worker: Worker | null = null
  let rest: NodeJS.Timeout | undefined
  let last: Promise<unknown> = Promise.resolve()

  async function end(): Promise<void> {
    clearTimeout(rest)
    const ending = worker
    worker = null
    await ending?.terminate()
  }

  async function askOne({ stories, ...input }: CurateInput): Promise<Curated> {
    clearTimeout(rest)
    const thread = (worker ??= started())
    thread.ref()
    try {
      const answer = answerOf(thread)
      // The answer may fail before everything is sent; it is awaited below.
      answer.catch(() => undefined)
      const send = (sent: Sent): void => thread.postMessage(sent)
      for (let start = 0; start < stories.length; start += atOnce) {
        send({ stories: toWire(stories.slice(start, start + atOnce)) })
        await turn()
      }
      send({ input: toWire({ ...input, stories: [] }) })
      const { curated, leftOut } = await answer
      rest = setTimeout(() => void end(), idle).unref()
      thread.unref()
      return { ...fromWire<Omit<Curated, 'leftOut'>>(curated), leftOut }
    } catch (error) {
      await end()
      throw error
    }
  }

  return {
    async curate(input) {
      if (input.stories.length <= fewStories) {
        const { curate } = await import('../../../curate/curate.ts')
        return curate(input)
      }
      const asking = last.then(() => askOne(input))
      last = asking.catch(() => undefined)
      return asking
    },
    isRunning: () => worker !== null,
    close: end,
  }
}

const started = (): Worker =>
  // It may still fail while it ends, when nobody is waiting for it.
  new Worker(new URL('curate.worker.ts', import.meta.url)).on('error', () => undefined)

function answerOf(thread: Worker): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settle = (then: () => void): void => {
      thread.off('message', answers).off('error', breaks).off('exit', ends)
      then()
    }
    const answers = (answer: Answer): void => settle(() => resolve(answer))
    const breaks = (error: unknown): void => settle(() => reject(error))
    const ends = (): void => breaks(new Error('the thread that curates has ended'))
    thread.on('message', answers).on('error', breaks).on('exit', ends)
  })
}
