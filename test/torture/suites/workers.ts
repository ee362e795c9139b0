import { connections } from '../../../src/services/sending/delivery/ledger/ledger.ts'
import { seeded, upTo } from '../chance.ts'
import { openCluster } from '../place/cluster.ts'
import { openCrew, type Crew } from '../place/crew.ts'
import { countsOf } from './interrupt.ts'
import { bar, leftOut, rowOf } from '../report.ts'
import type { Plan } from '../server/server-orders.ts'
import type { Suite } from '../suite.ts'
import { tally, type Tally } from '../tally.ts'

const count = 3
/** Moments of the conversation per e-mail, as the counting server counts them. */
const momentsOfMail = 7
/** Share of the moments between two evenly spread kills: e-mails are also sent while a worker dies. */
const sooner = 0.7
/** While a worker restarts, nothing is sent, so that the rest is shared by all. */
const nothingLeaves = { kind: 'hold', stage: 'MAIL', times: 1_000_000 } as const

/** kill -9 of a random one of three workers, at random moments, while they send an edition together. */
export const workers: Suite = async ({ backend, points, recipients, seed, step }) => {
  if (backend.name !== 'PostgreSQL') return leftOut('workers killed', backend.name, 'it is for one process')
  const crew = await openCrew(backend, recipients, count)
  const { place } = crew
  const chance = seeded(seed)
  const moments: string[] = []
  try {
    await place.start(['resume']).ended
    while (moments.length < points) {
      const moment = await killOne(crew, chance, Math.ceil((sooner * momentsOfMail * recipients) / points))
      if (moment === null) break
      moments.push(moment)
      step(moments.length, points)
    }
    const found = await ended(crew, recipients)
    const done = moments.length
    return rowOf(
      { suite: 'workers killed', backend: backend.name, points: done },
      found.tally,
      { twice: 0, unknown: done * connections },
      `${(found.tally.unknown / done).toFixed(1)} unknown per kill; at ${countsOf(moments)}`,
      [...bar(done === points, `the edition ended after ${done} kills`), ...found.faults],
    )
  } finally {
    await crew.drop()
  }
}

/** The moment of the conversation at which one was killed; null if the edition ended before. */
async function killOne(crew: Crew, chance: () => number, most: number): Promise<string | null> {
  const { server } = crew.place
  const victim = crew.workers[Math.floor(chance() * crew.workers.length)]
  if (!victim) return null
  const moments = upTo(chance, most)
  const after = Math.floor(chance() * 4)
  const moment = await momentOf(crew, { moments, after, pid: victim.pid, signal: 'SIGKILL' })
  if (moment === null) return null
  await server.breakDown(nothingLeaves)
  await crew.replace(victim)
  await server.breakDown(null)
  return moment
}

/** The moment at which a plan was carried out; null if the edition ended before. */
export async function momentOf(crew: Crew, plan: Plan): Promise<string | null> {
  const { server } = crew.place
  const came: string[] = []
  void server.plan(plan).then(({ moment }) => came.push(moment))
  while (came.length === 0 && !(await crew.isSent()));
  await server.forget()
  return came[0] ?? null
}

/** One of three workers hangs while sending; the others send what it had claimed, and when it continues it sends none of that. */
export const hang: Suite = async ({ backend, recipients, seed, step }) => {
  const suite = 'worker hangs'
  if (backend.name !== 'PostgreSQL') return leftOut(suite, backend.name, 'it is for one process')
  const crew = await openCrew(backend, recipients, count)
  const chance = seeded(seed)
  try {
    await crew.place.start(['resume']).ended
    // While few have been sent, all three have claimed some.
    const plan = { moments: upTo(chance, recipients), after: 0, signal: 'SIGSTOP' } as const
    const victim = crew.workers[Math.floor(chance() * crew.workers.length)]
    const moment = await momentOf(crew, { ...plan, pid: victim?.pid ?? 0 })
    while (!(await crew.isSent()));
    victim?.signal('SIGCONT')
    step(1, 1)
    const found = await ended(crew, recipients)
    return rowOf(
      { suite, backend: backend.name, points: 1 },
      found.tally,
      { twice: 0, unknown: connections },
      `at ${moment ?? 'no moment'}`,
      [...bar(moment !== null, 'the edition ended before'), ...found.faults],
    )
  } finally {
    for (const worker of crew.workers) worker.signal('SIGCONT')
    await crew.drop()
  }
}

/** The database server ends at once, as in a power failure, while three workers send an edition together. */
export const databaseDown: Suite = async ({ backend, points, recipients, seed, step }) => {
  const suite = 'database down'
  if (backend.name !== 'PostgreSQL') return leftOut(suite, backend.name, 'it is a file')
  const cluster = await openCluster()
  if (!cluster) return leftOut(suite, backend.name, 'initdb of PostgreSQL is not on this machine')
  const crew = await openCrew(cluster.backend, recipients, count)
  const chance = seeded(seed)
  const met: string[] = []
  try {
    await crew.place.start(['resume']).ended
    const most = Math.ceil((momentsOfMail * recipients) / points)
    while (met.length < points) {
      const moment = await momentOf(crew, { moments: upTo(chance, most), after: 0, pid: 0, signal: null })
      if (moment === null) break
      met.push(moment)
      await cluster.stopAtOnce()
      await cluster.start()
      step(met.length, points)
    }
    const found = await ended(crew, recipients)
    return rowOf(
      { suite, backend: backend.name, points: met.length },
      found.tally,
      { twice: 0, unknown: met.length * count * connections },
      `${(found.tally.unknown / met.length).toFixed(1)} unknown per stop, of ${count} workers; at ${countsOf(met)}`,
      [...bar(met.length === points, `the edition ended after ${met.length} stops`), ...found.faults],
    )
  } finally {
    await crew.drop()
    await cluster.remove()
  }
}

/** Waits for the end of the edition, and compares the ledger with what the server accepted. */
export async function ended(crew: Crew, recipients: number): Promise<{ tally: Tally; faults: string[] }> {
  while (!(await crew.isSent()));
  const faults = await crew.dismiss()
  const { store, server } = crew.place
  const edition = await crew.place.edition()
  return { tally: await tally(store, recipients, edition?.id ?? 0, await server.taken()), faults }
}
