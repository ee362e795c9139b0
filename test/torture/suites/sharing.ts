import { readFile } from 'node:fs/promises'
import type { Backend } from '../place/backends.ts'
import { openCrew } from '../place/crew.ts'
import { bar, leftOut, rowOf } from '../report.ts'
import type { Suite } from '../suite.ts'
import { added, nothing, tally, type Tally } from '../tally.ts'

/** What a second worker may add to the processor's time for an e-mail. */
const most = 1.15
/** Linux counts a process's time in hundredths of a second. */
const msOfTick = 10

/** Milliseconds of the processor that a process has taken, as Linux tells them. */
async function cpuOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * msOfTick
}

interface Sent {
  /** Milliseconds of the processor an e-mail, of all workers together. */
  each: number
  found: Tally
}

async function sentBy(backend: Backend, recipients: number, workers: number): Promise<Sent> {
  const crew = await openCrew(backend, recipients, workers)
  try {
    const all = async () => {
      const times = await Promise.all(crew.workers.map(({ pid }) => cpuOf(pid)))
      return times.reduce((sum, ms) => sum + ms, 0)
    }
    const before = await all()
    await crew.place.start(['resume']).ended
    while (!(await crew.isSent()));
    const each = ((await all()) - before) / recipients
    await crew.dismiss()
    const { store, server } = crew.place
    const edition = await crew.place.edition()
    return { each, found: await tally(store, recipients, edition?.id ?? 0, await server.taken()) }
  } finally {
    await crew.drop()
  }
}

/** The same edition sent by one worker and by two, in pairs: what the second one costs. */
export const sharing: Suite = async ({ backend, points, recipients, step }) => {
  if (backend.name !== 'PostgreSQL') return leftOut('sharing', backend.name, 'it is for one process')
  const total = nothing()
  const ratios: number[] = []
  for (let pair = 1; pair <= points; pair += 1) {
    const one = await sentBy(backend, recipients, 1)
    const two = await sentBy(backend, recipients, 2)
    for (const [name, { found }] of Object.entries({ one, two })) added(total, found, name)
    ratios.push(two.each / one.each)
    step(pair, points)
  }
  const middle = ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? 0
  return rowOf(
    { suite: 'sharing', backend: backend.name, points },
    total,
    { twice: 0, unknown: 0 },
    `2 workers take ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')} times the processor's time of one`,
    bar(middle <= most, `${middle.toFixed(2)} times, at most ${most} allowed`),
  )
}
