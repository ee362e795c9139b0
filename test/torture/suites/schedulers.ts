import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { seeded } from '../chance.ts'
import { openInside, type Inside } from '../place/inside.ts'
import { bar, rowOf } from '../report.ts'
import type { Waking, Woken } from './scheduler-process.ts'
import type { Suite } from '../suite.ts'
import { added, nothing, tally } from '../tally.ts'

const firstDay = Temporal.Instant.from('2026-11-10T07:00:05Z')
/** Milliseconds by which the second may wake later. */
const jitter = 30

/** Two schedulers, each in a separate process, find at the same time that a day's edition is to be made and sent. */
export const schedulers: Suite = async ({ backend, points, recipients, seed, step }) => {
  const inside = await openInside(backend, recipients)
  const chance = seeded(seed)
  const pair = [startScheduler(inside), startScheduler(inside)]
  const total = nothing()
  const faults: string[] = []
  try {
    await Promise.all(pair.map(next))
    for (let day = 0; day < points; day += 1) {
      const at = firstDay.add({ hours: 24 * day }).toString()
      inside.room.clock.set(at)
      await inside.news()
      const before = (await inside.server.taken()).length
      const woken = pair.map(next)
      for (const one of pair) one.send({ at, after: chance() * jitter } satisfies Waking)
      for (const { faults: reported } of await Promise.all(woken)) faults.push(...reported)
      const edition = await inside.store.editions.newestScheduled(inside.room.digest.id)
      const taken = (await inside.server.taken()).slice(before)
      added(total, await tally(inside.store, recipients, edition?.id ?? 0, taken), at)
      step(day + 1, points)
    }
    const all = await inside.store.editions.inStatus(inside.room.digest.id, ['sent'])
    return rowOf(
      { suite: 'two schedulers', backend: backend.name, points },
      total,
      { twice: 0, unknown: 0 },
      `${all.length} editions of ${points} dates`,
      [...bar(all.length === points, `${all.length} editions of ${points} dates`), ...faults.slice(0, 3)],
    )
  } finally {
    for (const one of pair) one.disconnect()
    await inside.drop()
  }
}

function startScheduler({ databaseUrl, folder, server }: Inside): ChildProcess {
  const env = {
    PATH: process.env['PATH'] ?? '',
    DAYWIRE_DATABASE_URL: databaseUrl,
    DAYWIRE_DATA: folder,
    DAYWIRE_SMTP_URL: server.url,
  }
  return fork(join(import.meta.dirname, 'scheduler-process.ts'), { env, stdio: 'inherit' })
}

async function next(scheduler: ChildProcess): Promise<Woken> {
  const [woken] = (await once(scheduler, 'message')) as [Woken]
  return woken
}
