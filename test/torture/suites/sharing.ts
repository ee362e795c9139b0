import { readFile } from 'node:fs/promises'
import type { Backend } from '../place/backends.ts'
import { openCrew } from '../place/crew.ts'
import { bar, leftOut, rowOf } from '../report.ts'
import type { Suite } from '../suite.ts'
import { added, nothing, tally, type Tally } from '../tally.ts'

/** The limit of CPU time per e-mail with a second worker, compared with one. */
const most = 1.15
/** Linux counts a process's time in hundredths of a second. */
const msOfTick = 10

/** Milliseconds of CPU time that a process has used, as reported by Linux. */
async function cpuOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * msOfTick
}

interface Sent {
  /** Milliseconds of CPU time per e-mail, of all workers together. */
  each: number
  found: Tally
}

/**
 * Sends an edition of twice `share` e-mails per worker, and measures its second half: a process needs more time for its first ten thousand
 * e-mails, while Node compiles hot code, and two processes do so twice.
 */
async function sentBy(backend: Backend, share: number, workers: number): Promise<Sent> {
  const readers = 2 * share * workers
  const crew = await openCrew(backend, readers, workers)
  const { place } = crew
  const all = async () => {
    const times = await Promise.all(crew.workers.map(({ pid }) => cpuOf(pid)))
    return times.reduce((sum, ms) => sum + ms, 0)
  }
  const sent = async () => (await place.store.deliveries.counts((await place.edition())?.id ?? 0)).sent ?? 0
  try {
    await place.start(['resume']).ended
    let before = 0
    do before = await sent()
    while (before < readers / 2 && !(await crew.isSent()))
    const used = await all()
    while (!(await crew.isSent()));
    const each = ((await all()) - used) / (readers - before)
    await crew.dismiss()
    const edition = await place.edition()
    return { each, found: await tally(place.store, readers, edition?.id ?? 0, await place.server.taken()) }
  } finally {
    await crew.drop()
  }
}

/** Two concurrent installations that share only the machine, one worker each. */
async function sentApart(backend: Backend, share: number): Promise<Sent[]> {
  return Promise.all([sentBy(backend, share, 1), sentBy(backend, share, 1)])
}

const middle = (ratios: number[]): number =>
  ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? 0

/**
 * Sends as many e-mails per worker with one worker and with two, in pairs: the cost of the second one. For comparison, two workers of
 * separate installations show the cost of twice the load on the machine.
 */
export const sharing: Suite = async ({ backend, points, recipients, step }) => {
  if (backend.name !== 'PostgreSQL') return leftOut('sharing', backend.name, 'it is for one process')
  const total = nothing()
  const ratios = { together: [] as number[], apart: [] as number[] }
  for (let pair = 1; pair <= points; pair += 1) {
    const one = await sentBy(backend, recipients, 1)
    const two = await sentBy(backend, recipients, 2)
    const apart = await sentApart(backend, recipients)
    for (const { found } of [one, two, ...apart]) added(total, found, `pair ${pair}`)
    ratios.together.push(two.each / one.each)
    ratios.apart.push(apart.reduce((sum, { each }) => sum + each, 0) / apart.length / one.each)
    step(pair, points)
  }
  const shown = (of: number[]) => of.map((ratio) => ratio.toFixed(2)).join(', ')
  return rowOf(
    { suite: 'sharing', backend: backend.name, points },
    total,
    { twice: 0, unknown: 0 },
    `2 workers take ${shown(ratios.together)} times the processor's time of one; 2 that share nothing, ${shown(ratios.apart)}`,
    bar(
      middle(ratios.together) <= most,
      `${middle(ratios.together).toFixed(2)} times, at most ${most} allowed`,
    ),
  )
}
