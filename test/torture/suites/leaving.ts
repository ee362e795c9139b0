import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { signToken } from '../../../src/core/token.ts'
import { readLinkKeys } from '../../../src/store/link-keys.ts'
import type { Place, Sender } from '../place/place.ts'
import { bar } from '../report.ts'

/** Readers who try to leave, at most, until one is refused. */
const mostLeaving = 40

/** The pages of a service, for its readers and a monitor. */
export interface Pages {
  /** Returns the status of the answer. */
  leave(id: number): Promise<number>
  /** Whether `/readyz` returns this status within ten seconds: its answers are cached for three. */
  isReady(wanted: 200 | 503): Promise<boolean>
}

/** Waits until a service prints the address of its pages. */
export async function pagesOf(place: Place, service: Sender): Promise<Pages> {
  const found = (): string | undefined => /served on (http:\S+?)\)/.exec(service.said())?.[1]
  await until(() => found() !== undefined)
  const url = found() ?? ''
  const keys = readLinkKeys({ dataFolder: join(place.newsroom.folder, 'data'), given: null }) ?? new Map()
  return {
    leave: async (id) => (await fetch(`${url}/u/${signToken(keys, id)}`, { method: 'POST' })).status,
    async isReady(wanted) {
      for (let tries = 0; tries < 40; tries += 1) {
        if ((await fetch(`${url}/readyz`)).status === wanted) return true
        await wait(250)
      }
      return false
    },
  }
}

/** The results for readers who left while there was no space. */
interface Leaving {
  left: number
  refused: number
  /** Lets refused readers leave, once there is space again; returns what is wrong with any of them. */
  settle(): Promise<string[]>
}

/**
 * Readers leave, one after the other, until one is refused; `fill` takes the space before each. Everybody who was told that they have left
 * must have.
 */
export async function leaveUntilRefused(
  place: Place,
  { leave }: Pages,
  fill: () => Promise<void>,
): Promise<Leaving> {
  const answers: number[] = []
  while (answers.at(-1) !== 503 && answers.length < mostLeaving) {
    await fill()
    answers.push(await leave(answers.length + 1))
  }
  const refused = answers.at(-1) === 503 ? answers.length : null
  return {
    left: answers.filter((status) => status === 200).length,
    refused: refused === null ? 0 : 1,
    async settle() {
      const last = refused === null ? 200 : await leave(refused)
      const stayed = await stillActive(place, answers.length)
      return [
        ...bar(
          answers.every((status) => status === 200 || status === 503),
          `answers: ${answers.join(' ')}`,
        ),
        ...bar(last === 200, `who was refused got ${last} once there was space`),
        ...bar(stayed === 0, `${stayed} readers were told that they have left, and have not`),
      ]
    },
  }
}

async function stillActive({ store }: Place, count: number): Promise<number> {
  let active = 0
  for (let id = 1; id <= count; id += 1)
    if ((await store.subscribers.byId(id))?.status === 'active') active += 1
  return active
}

/** Polls for half a minute until something is true. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await holds()) return true
    await wait(50)
  }
  return false
}
