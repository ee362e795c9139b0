import { readFile } from 'node:fs/promises'
import type { Backend } from '../place/backends.ts'
import { openCrew, type Crew } from '../place/crew.ts'
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
 * Sends the edition of a crew, and measures its second half: a process needs more time for its first ten thousand e-mails, while Node compiles
 * hot code, and two processes do so twice.
 */
async function sendBy(crew: Crew, readers: number): Promise<Sent> {
  const { place } = crew
  const all = async () => {
    const times = await Promise.all(crew.workers.map(({ pid }) => cpuOf(pid)))
    return times.reduce((sum, ms) => sum + ms, 0)
  }
  const sent = async () => (await place.store.deliveries.counts((await place.edition())?.id ?? 0)).sent ?? 0
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
}

/**
 * Two installations at the same time, one with one worker and one with two, each worker with twice `share` e-mails: CPU time depends on what
 * else runs on a machine, and so both have the same company.
 */
async function sendBeside(backend: Backend, share: number): Promise<{ one: Sent; two: Sent }> {
  const one = await openCrew(backend, 2 * share, 1)
  try {
    const two = await openCrew(backend, 4 * share, 2)
    try {
      const [alone, together] = await Promise.all([sendBy(one, 2 * share), sendBy(two, 4 * share)])
      return { one: alone, two: together }
    } finally {
      await two.drop()
    }
  } finally {
    await one.drop()
  }
}

/** The cost of a second worker: CPU time per e-mail of two that share an edition, over that of one which sends another at the same time. */
export const sharing: Suite = async ({ backend, points, recipients, step }) => {
  if (backend.name !== 'PostgreSQL') return leftOut('sharing', backend.name, 'it is for one process')
  const total = nothing()
  const ratios: number[] = []
  for (let pair = 1; pair <= points; pair += 1) {
    const { one, two } = await sendBeside(backend, recipients)
    for (const [name, { found }] of Object.entries({ one, two })) added(total, found, name)
    ratios.push(two.each / one.each)
    step(pair, points)
  }
  const middle = ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? 0
  return rowOf(
    { suite: 'sharing', backend: backend.name, points },
    total,
    { twice: 0, unknown: 0 },
    `2 workers take ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')} times the CPU time of one`,
    bar(middle <= most, `${middle.toFixed(2)} times, at most ${most} allowed`),
  )
}
