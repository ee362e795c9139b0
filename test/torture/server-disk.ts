import pg from 'pg'
import { connections } from '../../src/services/sending/delivery/ledger/ledger.ts'
import { smallDisk, type SmallDisk } from '../small-disk.ts'
import { seeded, upTo } from './chance.ts'
import { openCluster, type Cluster } from './cluster.ts'
import { openCrew, type Crew } from './crew.ts'
import { leaveUntilRefused, pagesOf, until, type Pages } from './leaving.ts'
import { bar, leftOut, rowOf } from './report.ts'
import type { Suite } from './suite.ts'
import { ended, momentOf } from './workers.ts'

const suite = 'disk full'
const size = 192 * 1024 * 1024
const count = 2
/** Moments of the conversation that a mail has, as the counting server counts. */
const momentsOfMail = 7
/** Bytes of one record of the log. */
const record = 500_000

/**
 * The disk of a PostgreSQL server is filled while two workers send an edition together, a third process serves pages and readers leave; at each other
 * point its write-ahead log finds no space either, which ends the server. Then there is space again, and a server that ended is started.
 */
export const serverDisk: Suite = async ({ backend, points, recipients, seed, step }) => {
  const disk = await smallDisk(size)
  if (!disk) return leftOut(suite, backend.name, 'this user may not mount a small disk')
  const cluster = await openCluster({ disk: disk.folder })
  if (!cluster) {
    await disk.drop()
    return leftOut(suite, backend.name, 'initdb of PostgreSQL is not on this machine')
  }
  const crew = await openCrew(cluster.backend, recipients, count)
  const web = crew.place.start(['serve', '--role', 'web'], { DAYWIRE_PORT: '0' })
  const chance = seeded(seed)
  const found: Found[] = []
  try {
    const pages = await pagesOf(crew.place, web)
    await crew.place.start(['resume']).ended
    const most = Math.ceil((momentsOfMail * recipients) / (points + 1))
    for (let first = 1; found.length < points; step(found.length, points)) {
      if ((await momentOf(crew, { moments: upTo(chance, most), after: 0, pid: 0, signal: null })) === null)
        break
      const withLog = found.length % 2 === 0
      const one = await fillOnce({ crew, disk, cluster, pages }, first, withLog)
      first += one.left + one.refused
      found.push(one)
    }
    const { tally, faults } = await ended(crew, recipients)
    const sum = (of: (one: Found) => number) => found.reduce((total, one) => total + of(one), 0)
    return rowOf(
      { suite, backend: backend.name, points: found.length },
      tally,
      { twice: 0, unknown: points * count * connections },
      `${sum(({ left }) => left)} left on a full disk, ${sum(({ refused }) => refused)} were refused; the server ended ${sum(({ ends }) => ends)} times`,
      [
        ...bar(found.length === points, `the edition ended after ${found.length} points`),
        ...found.flatMap(({ broken }) => broken),
        ...faults,
      ],
    )
  } finally {
    web.signal('SIGKILL')
    await web.ended
    await crew.drop()
    await cluster.remove()
    await disk.drop()
  }
}

interface Found {
  left: number
  refused: number
  /** How often the server ended. */
  ends: number
  broken: string[]
}

interface Parts {
  crew: Crew
  disk: SmallDisk
  cluster: Cluster
  pages: Pages
}

/** Fills the disk and makes space again; readers from number `first` on leave meanwhile. */
async function fillOnce(
  { crew, disk, cluster, pages }: Parts,
  first: number,
  withLog: boolean,
): Promise<Found> {
  const { place, workers } = crew
  const meetings = () =>
    workers.reduce((sum, one) => sum + one.said().split('No space left on device').length - 1, 0)
  const before = meetings()
  const fill = () => disk.leave(0)
  await fill()
  const isMet = await until(async () => meetings() > before || (await crew.isSent()))
  const { left, refused, settle } = await leaveUntilRefused(place, pages, first, fill)
  const readyOnFull = await pages.isReady(503)
  const command = await place.start(['suppressions', 'add', `r${first}@example.net`, '--reason', 'asked'])
    .ended
  if (withLog) await fillLog(place.databaseUrl, cluster)
  const isUp = await cluster.isRunning()
  const whileDown = isUp ? 503 : await pages.leave(first + left + refused)
  await disk.empty()
  // It may be about to end by itself.
  await until(
    async () =>
      (await cluster.isRunning()) ||
      cluster.start().then(
        () => true,
        () => false,
      ),
  )
  const readyAfter = await pages.isReady(200)
  return {
    left,
    refused,
    ends: isUp ? 0 : 1,
    broken: [
      ...bar(isMet, 'the workers sent nothing on the full disk, and said nothing of it'),
      ...bar(readyOnFull, '/readyz did not say 503 on the full disk'),
      ...bar(isToldWell(command), `a command ended with ${command.code}: ${command.stderr.trim()}`),
      ...bar(!withLog || !isUp, 'the server went on without space for its log'),
      ...bar(whileDown === 503, `while the server was down a reader who left got ${whileDown}`),
      ...bar(readyAfter, '/readyz did not say 200 once there was space'),
      ...(await settle()),
    ],
  }
}

/** It found space in a table; or it says whose disk is full; or the server had ended by itself. */
const isToldWell = ({ code, stderr }: { code: number | null; stderr: string }): boolean =>
  code === 0 || (code === 75 && /disk of the database server is full|ECONNREFUSED|lost/.test(stderr))

/** Writes to the log alone, until that finds no space; this ends the server, which cannot start before there is some. */
async function fillLog(url: string, cluster: Cluster): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  try {
    await client.connect()
    for (;;) await client.query(`select pg_logical_emit_message(true, 'filler', repeat('x', ${record}))`)
  } catch {
    await until(async () => !(await cluster.isRunning()))
  } finally {
    await client.end().catch(() => undefined)
  }
}
