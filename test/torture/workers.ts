import { connections } from '../../src/services/sending/delivery/ledger/ledger.ts'
import { seeded, upTo } from './chance.ts'
import { openCrew, type Crew } from './crew.ts'
import { countsOf } from './interrupt.ts'
import { bar, leftOut, rowOf } from './report.ts'
import type { Suite } from './suite.ts'
import { tally } from './tally.ts'

const count = 3
/** Moments of the conversation that a mail has, as the counting server counts. */
const momentsOfMail = 7
/** While one is started anew no mail leaves, so that all that is left is shared by all. */
const nothingLeaves = { kind: 'hold', stage: 'MAIL', times: 1_000_000 } as const

/** kill -9 of one of three workers, which chance chooses, at moments that it chooses, while they send an edition together. */
export const workers: Suite = async ({ backend, points, recipients, seed, step }) => {
  if (backend.name !== 'PostgreSQL') return leftOut('workers killed', backend.name, 'it is for one process')
  const crew = await openCrew(backend, recipients, count)
  const { place } = crew
  const chance = seeded(seed)
  const moments: string[] = []
  try {
    await place.start(['resume']).ended
    while (moments.length < points) {
      const moment = await killOne(crew, chance, Math.ceil((momentsOfMail * recipients) / points))
      if (moment === null) break
      moments.push(moment)
      step(moments.length, points)
    }
    while (!(await crew.isSent()));
    const faults = await crew.dismiss()
    const found = await tally(
      place.store,
      recipients,
      (await place.edition())?.id ?? 0,
      await place.server.taken(),
    )
    const done = moments.length
    return rowOf(
      { suite: 'workers killed', backend: backend.name, points: done },
      found,
      { twice: 0, unknown: done * connections },
      `${(found.unknown / done).toFixed(1)} unknown a kill; at ${countsOf(moments)}`,
      [...bar(done === points, `the edition ended after ${done} kills`), ...faults],
    )
  } finally {
    await crew.drop()
  }
}

/** The moment of the conversation at which one was killed; null where the edition ended before. */
async function killOne(crew: Crew, chance: () => number, most: number): Promise<string | null> {
  const { server } = crew.place
  const victim = crew.workers[Math.floor(chance() * crew.workers.length)]
  if (!victim) return null
  let killed: string | null = null
  const plan = {
    moments: upTo(chance, most),
    after: Math.floor(chance() * 4),
    pid: victim.pid,
    signal: 'SIGKILL',
  } as const
  void server.plan(plan).then(({ moment }) => (killed = moment))
  const came = (): string | null => killed
  while (came() === null && !(await crew.isSent()));
  await server.forget()
  if (came() === null) return null
  await server.breakDown(nothingLeaves)
  await crew.replace(victim)
  await server.breakDown(null)
  return came()
}
