import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { signToken } from '../../../src/core/token.ts'
import { readLinkKeys } from '../../../src/store/link-keys.ts'
import type { SmallDisk } from '../../small-disk.ts'
import type { Place, Sender } from '../place/place.ts'
import { bar } from '../report.ts'

/** Readers who try to leave, at most, until one is refused. */
const mostLeaving = 40

/** What came of readers who left. */
interface Found {
  left: number
  refused: number
  broken: string[]
}

/**
 * Fills the disk of a service that sends, until it can write nothing at all, while readers leave; then there is space again. Whoever was told
 * that they have left must have; who was refused leaves afterwards.
 */
export async function fillUnderService(place: Place, disk: SmallDisk): Promise<Found> {
  await disk.empty()
  const service = place.start(['serve'], { DAYWIRE_PORT: '0', DAYWIRE_LOG: 'error' })
  const url = await urlOf(service)
  await until(() => existsSync(join(disk.folder, 'disk-reserve')))
  const keys = readLinkKeys({ dataFolder: join(place.newsroom.folder, 'data'), given: null }) ?? new Map()
  const leave = async (id: number): Promise<number> =>
    (await fetch(`${url}/u/${signToken(keys, id)}`, { method: 'POST' })).status
  const ready = async (): Promise<number> => (await fetch(`${url}/readyz`)).status

  const answers: number[] = []
  while (answers.at(-1) !== 503 && answers.length < mostLeaving) {
    await disk.leave(0)
    answers.push(await leave(answers.length + 1))
  }
  const refusedId = answers.at(-1) === 503 ? answers.length : null
  const readyOnFull = await untilReady(ready, 503)
  await disk.empty()
  const readyAfter = await untilReady(ready, 200)
  const last = refusedId === null ? 200 : await leave(refusedId)
  service.signal('SIGTERM')
  await service.ended
  const stayed = await stillActive(place, answers.length)
  return {
    left: answers.filter((status) => status === 200).length,
    refused: refusedId === null ? 0 : 1,
    broken: [
      ...bar(answers[0] === 200, `with the reserve the first reader who left got ${answers[0]}`),
      ...bar(
        answers.every((status) => status === 200 || status === 503),
        `answers: ${answers.join(' ')}`,
      ),
      ...bar(refusedId === null || readyOnFull, '/readyz did not say 503 on the full disk'),
      ...bar(readyAfter, '/readyz did not say 200 once there was space'),
      ...bar(last === 200, `who was refused got ${last} once there was space`),
      ...bar(stayed === 0, `${stayed} readers were told that they have left, and have not`),
    ],
  }
}

async function urlOf(service: Sender): Promise<string> {
  const found = (): string | undefined => /served on (http:\S+?)\)/.exec(service.said())?.[1]
  await until(() => found() !== undefined)
  return found() ?? ''
}

async function stillActive({ store }: Place, count: number): Promise<number> {
  let active = 0
  for (let id = 1; id <= count; id += 1)
    if ((await store.subscribers.byId(id))?.status === 'active') active += 1
  return active
}

/** Answers hold for three seconds. */
async function untilReady(ready: () => Promise<number>, wanted: number): Promise<boolean> {
  for (let tries = 0; tries < 40; tries += 1) {
    if ((await ready()) === wanted) return true
    await wait(250)
  }
  return false
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 600 && !holds(); tries += 1) await wait(50)
}
