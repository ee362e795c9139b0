import { once } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { curate } from '../../../curate/curate.ts'
import type { Curated, CurateInput, LeftOut } from '../../../curate/curated.ts'
import { fromWire, toWire } from '../../../core/thread-wire.ts'

/** So few stories are through sooner than a thread has begun. */
const fewStories = 60
/** Stories sent at once: copying them all would hold up pages and mails as well. */
const atOnce = 200

/** What the thread is sent: some of the stories, again and again, and then the rest of what it curates from. */
export type Sent = { stories: unknown } | { input: unknown }

/** Curates, many stories in a thread of their own: it may take seconds, and pages and mails go on meanwhile. */
export async function curateApart(input: CurateInput): Promise<Curated> {
  const { stories, ...rest } = input
  if (stories.length <= fewStories) return curate(input)
  const thread = new Worker(new URL('curate.worker.ts', import.meta.url))
  try {
    const answer = once(thread, 'message')
    // Told by the answer, should it come before everything is sent.
    answer.catch(() => undefined)
    const send = (sent: Sent): void => thread.postMessage(sent)
    for (let start = 0; start < stories.length; start += atOnce) {
      send({ stories: toWire(stories.slice(start, start + atOnce)) })
      await turn()
    }
    send({ input: toWire({ ...rest, stories: [] }) })
    const [{ curated, leftOut }] = (await answer) as [{ curated: unknown; leftOut: LeftOut[] }]
    return { ...fromWire<Omit<Curated, 'leftOut'>>(curated), leftOut }
  } finally {
    await thread.terminate()
  }
}
