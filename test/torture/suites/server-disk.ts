import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { troubleOf } from '../../../src/core/database-trouble.ts'
import { connections } from '../../../src/services/sending/delivery/ledger/ledger.ts'
import { smallDisk, type SmallDisk } from '../../small-disk.ts'
import { seeded, upTo } from '../chance.ts'
import { openCluster, type Cluster } from '../place/cluster.ts'
import { openCrew, type Crew } from '../place/crew.ts'
import { leaveUntilRefused, pagesOf, until, type Pages } from './leaving.ts'
import { bar, leftOut, rowOf } from '../report.ts'
import type { Suite } from '../suite.ts'
import { added, nothing, type Tally } from '../tally.ts'
import { ended, momentOf } from './workers.ts'

const suite = 'disk full'
const size = 192 * 1024 * 1024
const count = 2
/** Moments of the conversation per e-mail, as the counting server counts them. */
const momentsOfMail = 7
/** Bytes that workers and readers share on an almost full disk, halved with each reader who leaves. */
const someSpace = 1024 * 1024
/** Bytes of one record of the log. */
const record = 500_000

/**
 * Fills the disk of a PostgreSQL server while two workers send an edition together, a third process serves pages and readers leave; at
 * every other point its write-ahead log has no space either, which ends the server. Then there is space again, and an ended server is
 * restarted. Each point has a new server, because tables that have grown keep their space.
 */
export const serverDisk: Suite = async ({ backend, points, recipients, seed, step }) => {
  const chance = seeded(seed)
  const total = nothing()
  const all: Found[] = []
  for (let point = 1; point <= points; point += 1) {
    const disk = await smallDisk(size)
    if (!disk) return leftOut(suite, backend.name, 'this user may not mount a small disk')
    try {
      const moments = upTo(chance, (momentsOfMail * recipients) / 2)
      const found = await onDisk(disk, recipients, moments, point % 2 === 1)
      if (!found) return leftOut(suite, backend.name, 'initdb of PostgreSQL is not on this machine')
      added(total, found.tally, `point ${point}`)
      all.push(found)
    } finally {
      await disk.drop()
    }
    step(point, points)
  }
  const sum = (of: (one: Found) => number) => all.reduce((count, one) => count + of(one), 0)
  const met = sum(({ isMet }) => Number(isMet))
  return rowOf(
    { suite, backend: backend.name, points: met },
    total,
    { twice: 0, unknown: points * count * connections },
    `workers met it at ${met} of ${points} points; ${sum(({ left }) => left)} left on a full disk, ${sum(({ refused }) => refused)} were refused; the server ended ${sum(({ ends }) => ends)} times`,
    [...bar(met * 2 >= points, `workers met it at ${met} points`), ...all.flatMap(({ broken }) => broken)],
  )
}

interface Found {
  isMet: boolean
  left: number
  refused: number
  /** How often the server ended. */
  ends: number
  tally: Tally
  broken: string[]
}

/** Sends an edition on such a disk, which is filled after some moments of the conversations; null if there is no PostgreSQL. */
async function onDisk(
  disk: SmallDisk,
  recipients: number,
  moments: number,
  withLog: boolean,
): Promise<Found | null> {
  const cluster = await openCluster({ disk: disk.folder })
  if (!cluster) return null
  const crew = await openCrew(cluster.backend, recipients, count)
  const web = crew.place.start(['serve', '--role', 'web'], { DAYWIRE_PORT: '0' })
  try {
    const pages = await pagesOf(crew.place, web)
    await crew.place.start(['resume']).ended
    const moment = await momentOf(crew, { moments, after: 0, pid: 0, signal: null })
    const { broken, ...found } = await fillOnce({ crew, disk, cluster, pages }, withLog)
    const { tally, faults } = await ended(crew, recipients)
    const whole = [...bar(moment !== null, 'the edition ended before'), ...broken, ...faults]
    return { ...found, tally, broken: whole }
  } finally {
    web.signal('SIGKILL')
    await web.ended
    await crew.drop()
    await cluster.remove()
  }
}

interface Parts {
  crew: Crew
  disk: SmallDisk
  cluster: Cluster
  pages: Pages
}

/** Fills the disk and frees space again; readers leave meanwhile. */
async function fillOnce(
  { crew, disk, cluster, pages }: Parts,
  withLog: boolean,
): Promise<Omit<Found, 'tally'>> {
  const { place, workers } = crew
  const fill = () => disk.leave(0)
  await fill()
  const hasMet = () => workers.some((one) => one.said().includes('No space left on device'))
  await until(async () => hasMet() || (await crew.isSent()))
  let free = someSpace
  const { left, refused, settle } = await leaveUntilRefused(place, pages, () => disk.leave((free >>= 1)))
  await fill()
  const readyOnFull = await pages.isReady(503)
  const command = await place.start(['suppressions', 'add', 'ada@example.net', '--reason', 'asked']).ended
  const ends = withLog ? await fillLog(place.databaseUrl, cluster, fill) : 0
  const isUp = await cluster.isRunning()
  const whileDown = isUp ? 503 : await pages.leave(left + refused + 1)
  await disk.empty()
  // It may be about to end by itself.
  await until(async () => (await cluster.isRunning()) || isStarted(cluster))
  const readyAfter = await pages.isReady(200)
  return {
    isMet: hasMet(),
    left,
    refused,
    ends: isUp ? ends : Math.max(1, ends),
    broken: [
      ...bar(readyOnFull, '/readyz did not say 503 on the full disk'),
      ...bar(isToldWell(command), `a command ended with ${command.code}: ${command.stderr.trim()}`),
      ...bar(!withLog || ends > 0 || !isUp, 'the server went on without space for its log'),
      ...bar(whileDown === 503, `while the server was down a reader who left got ${whileDown}`),
      ...bar(readyAfter, '/readyz did not say 200 once there was space'),
      ...(await settle()),
    ],
  }
}

const isStarted = (cluster: Cluster): Promise<boolean> =>
  cluster.start().then(
    () => true,
    () => false,
  )

/** It found space in a table; or it says whose disk is full; or the server had ended by itself. */
const isToldWell = ({ code, stderr }: { code: number | null; stderr: string }): boolean =>
  code === 0 || (code === 75 && /disk of the database server is full|ECONNREFUSED|lost/.test(stderr))

/**
 * Fills its log until the server has ended for good; returns how often it ended: after restarting by itself it may find some space in old
 * log files.
 */
async function fillLog(url: string, { isRunning }: Cluster, fill: () => Promise<void>): Promise<number> {
  let ends = 0
  for (let tries = 0; tries < 100 && (await isRunning()); tries += 1) {
    await fill()
    if (await isEndedByLog(url)) ends += 1
    else await wait(100)
  }
  return ends
}

/** Writes only to the log until that fails; true if that ended the connection, too. */
async function isEndedByLog(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch {
    return false
  }
  try {
    for (;;) await client.query(`select pg_logical_emit_message(true, 'filler', repeat('x', ${record}))`)
  } catch (error) {
    return troubleOf(error) === 'away'
  } finally {
    await client.end().catch(() => undefined)
  }
}
