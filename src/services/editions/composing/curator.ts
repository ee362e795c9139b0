import { setImmediate as turn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Curated, CurateInput, LeftOut } from '../../../curate/curated.ts'
import { fromWire, toWire } from '../../../core/thread-wire.ts'

/** Curates, many stories in a thread of their own: it may take seconds, and pages and mails go on meanwhile. */
export interface Curator {
  curate(input: CurateInput): Promise<Curated>
  /** True while its thread runs. */
  isRunning(): boolean
  close(): Promise<void>
}

/** So few stories are through sooner than a thread has begun. */
const fewStories = 60
/** Stories sent at once: copying them all would hold up pages and mails as well. */
const atOnce = 200
/** Milliseconds without work after which the thread ends. An editor who makes wishes has each curated: a thread that has done it before takes a fifth of the time. */
const standardIdle = 120_000

/** What the thread is sent: some of the stories, again and again, and then the rest of what it curates from. */
export type Sent = { stories: unknown } | { input: unknown }
/** What it answers. */
export interface Answer {
  curated: unknown
  leftOut: LeftOut[]
}

/** Its thread starts when first needed, does one thing after the other, and ends when nothing was asked of it for two minutes. */
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
      // Told by the answer, should it come before everything is sent.
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
  // It may still break while it ends, when nobody waits for it any more.
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
