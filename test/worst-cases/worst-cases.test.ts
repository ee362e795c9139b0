import { Worker } from 'node:worker_threads'
import { afterAll, expect, test } from 'vitest'
import { subjects, textsOf } from './subjects.ts'

/**
 * Every function that reads outside text gets texts on which more than linear work would take minutes, and only has
 * to end. All texts of one take a second or two together; the limit, in milliseconds, exists so that a hang fails.
 */
const guard = 120_000
const lengths = { signs: 200_000, words: 60_000 }

let worker: Worker | null = null
afterAll(() => worker?.terminate())

/** The text on which a subject hangs or fails; null if it reads all. */
function stuckAt(name: string, length: number): Promise<string | null> {
  const thread = (worker ??= new Worker(new URL('subjects.worker.ts', import.meta.url)))
  return new Promise((resolve) => {
    let last = 'none yet'
    const end = (answer: string | null): void => {
      clearTimeout(timer)
      thread.off('message', heard).off('error', broken)
      if (answer !== null) {
        void thread.terminate()
        worker = null
      }
      resolve(answer)
    }
    const timer = setTimeout(() => end(`hangs on ${last}`), guard)
    const broken = (error: unknown): void => end(`breaks on ${last}: ${String(error)}`)
    const heard = ({ text }: { text: string | null }): void => {
      if (text === null) end(null)
      else last = text
    }
    thread.on('message', heard).on('error', broken)
    thread.postMessage({ name, length })
  })
}

test.each(subjects)('$name', { timeout: 2 * guard }, async (subject) => {
  expect(textsOf(subject).length).toBeGreaterThan(10)
  expect(await stuckAt(subject.name, lengths[subject.reads])).toBeNull()
})
