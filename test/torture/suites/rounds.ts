import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { systemClock } from '../../../src/system.ts'
import { openPlace, type Place } from '../place/place.ts'
import { bar, leftOut, rowOf } from '../report.ts'
import type { Suite } from '../suite.ts'
import { nothing } from '../tally.ts'

const workers = 3
const hosts = 10
/** Milliseconds until a site answers, so that two concurrent requests would overlap. */
const answersAfter = 5
const feed = '<rss version="2.0"><channel><title>Wire</title></channel></rss>'

/** What sites were asked. */
interface Sites {
  /** How often each source was read. */
  reads: Map<string, number>
  /** The most concurrent requests to one host. */
  most: number
  urls: string[]
  close(): void
}

/** Hosts of this machine that together have this many sources. */
async function openSites(sources: number): Promise<Sites> {
  const sites: Sites = {
    reads: new Map(),
    most: 0,
    urls: [],
    close: () => servers.forEach((one) => one.close()),
  }
  const servers: Server[] = []
  for (let host = 1; host <= hosts; host += 1) {
    let open = 0
    const server = createServer(({ url = '', headers }, response) => {
      const asked = `http://${headers.host}${url}`
      sites.reads.set(asked, (sites.reads.get(asked) ?? 0) + 1)
      open += 1
      sites.most = Math.max(sites.most, open)
      response.once('close', () => (open -= 1))
      setTimeout(
        () => response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(feed),
        answersAfter,
      )
    }).listen(0, `127.0.0.${host}`)
    await new Promise((resolve) => server.once('listening', resolve))
    servers.push(server)
    const { port } = server.address() as AddressInfo
    for (let n = host; n <= sources; n += hosts) sites.urls.push(`http://127.0.0.${host}:${port}/${n}`)
  }
  return sites
}

async function addSources({ store }: Place, urls: readonly string[]): Promise<void> {
  const traits = { kind: 'feed', language: 'en', section: 'news', weight: 1, timeZone: null } as const
  for (const url of urls)
    await store.sources.put(
      { ...traits, name: url, location: url, pictures: 'none', options: {}, rules: [] },
      systemClock.now(),
    )
}

/** Three workers read many sources, round by round: each source is read once per round, and no host gets two requests at once. */
export const rounds: Suite = async ({ backend, points, recipients, step }) => {
  if (backend.name !== 'PostgreSQL') return leftOut('rounds', backend.name, 'it is for one process')
  const place = await openPlace(backend, 1)
  const sites = await openSites(recipients)
  const admin = new pg.Client({ connectionString: place.databaseUrl })
  await admin.connect()
  const idle = async (): Promise<boolean> => {
    const { rowCount } = await admin.query(
      "select 1 from pgboss.job where name = 'collect' and state < 'completed'",
    )
    return rowCount === 0
  }
  const crew = Array.from({ length: workers }, () =>
    place.start(['serve', '--role', 'worker'], { DAYWIRE_LOOPBACK_SOURCES: '1' }),
  )
  const odd = new Set<string>()
  try {
    for (const one of crew) while (!one.said().includes('jobs are done here')) await pause()
    await addSources(place, sites.urls)
    for (let round = 1; round <= points; round += 1) {
      await admin.query('update sources set next_read_at = null')
      await place.store.transaction((tx) => tx.jobs.wake('collect'))
      const isRead = (url: string) => (sites.reads.get(url) ?? 0) >= round
      while (!sites.urls.every(isRead) || !(await idle())) await pause()
      for (const url of sites.urls) if (sites.reads.get(url) !== round) odd.add(url)
      step(round, points)
    }
  } finally {
    for (const one of crew) one.signal('SIGKILL')
    await Promise.all(crew.map(({ ended }) => ended))
    await admin.end()
    sites.close()
    await place.drop()
  }
  return rowOf(
    { suite: 'rounds', backend: backend.name, points },
    { ...nothing(), recipients },
    { twice: 0, unknown: 0 },
    `${workers} workers; at most ${sites.most} request at once to one of ${hosts} hosts`,
    [
      ...bar(odd.size === 0, `${odd.size} sources were not read once a round`),
      ...bar(sites.most === 1, `a host had ${sites.most} requests at once`),
    ],
  )
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100))
