import { setTimeout as soon } from 'node:timers/promises'
import { hidden, openWebPair, press, type WebPair } from '../test/flows/web-pair.ts'
import type { EventStream } from '../test/web/desk/event-stream.ts'
import { at, ms } from './kit/timings.ts'

/**
 * Measures how long it takes until a change in one process is visible in another, both on one PostgreSQL server: a change on the desk, on a
 * live page of the desk (at most a second), and one of an edition's web version and of the newsroom's name, on cached public pages (at most
 * two). Exits with 1 if anything took longer. Needs `DAYWIRE_TEST_POSTGRES_URL`.
 *
 *   node bench/together.ts [CHANGES] [PAGES FOLLOWED]     (40 and 50 by default)
 */
const [changes = 40, pages = 50] = process.argv.slice(2).map(Number)
const bars = { desk: 1_000, public: 2_000 }
/** Milliseconds between requests of a public page: a reader who reloads it all the time. */
const lookEvery = 10
/** Limit of live windows per account. */
const windowsEach = 8

const pair = await openWebPair(process.env['DAYWIRE_TEST_POSTGRES_URL'] ?? '')
try {
  judge(`desk, one page followed`, await deskTimes(pair, 1), bars.desk)
  judge(`desk, ${pages} pages followed`, await deskTimes(pair, pages), bars.desk)
  await publish(pair)
  judge('web version of an edition', await webVersionTimes(pair), bars.public)
  judge('name on the front page', await nameTimes(pair), bars.public)
} finally {
  await pair.drop()
}

function judge(what: string, times: number[], most: number): void {
  const slowest = Math.max(...times)
  console.log(
    `${what}: median ${ms(at(times, 0.5))}, slowest of ${times.length} ${ms(slowest)} (bar ${ms(most)})`,
  )
  if (slowest > most) process.exitCode = 1
}

/** From the answer to whoever made a change in the first process, to the event on each live page of the second. */
async function deskTimes({ first, second, signIn, date }: WebPair, count: number): Promise<number[]> {
  const day = `desk/today/daily/${date}`
  const streams: EventStream[] = []
  const isMeanwhile = ({ data }: { data: string }) => data.includes('#meanwhile')
  while (streams.length < count) {
    const one = second.as(await signIn('editor'))
    for (let window = 0; window < windowsEach && streams.length < count; window += 1)
      streams.push(await one.follow(day))
  }
  await Promise.all(streams.map((stream) => stream.next(isMeanwhile)))
  const times: number[] = []
  for (let change = 0; change < changes; change += 1) {
    let answered = Infinity
    const seen = streams.map((stream) => stream.next(isMeanwhile).then(() => performance.now()))
    await press(first, day, change % 2 === 0 ? 'out 1' : 'in 1')
    answered = performance.now()
    times.push(...(await Promise.all(seen)).map((time) => Math.max(0, time - answered)))
    // Changes happen at any time between two polls.
    await soon((change * 137) % 1_000)
  }
  for (const stream of streams) stream.leave()
  return times
}

async function publish({ place, first, date }: WebPair): Promise<void> {
  const path = `desk/editions/daily/${date}/approve`
  const { body } = await first.get(path)
  await first.post(path, { revision: hidden(body, 'revision'), hash: hidden(body, 'hash') })
  const { code, stderr } = await place.start(['run']).ended
  if (code !== 0) throw new Error(stderr)
}

async function webVersionTimes(pair: WebPair): Promise<number[]> {
  const { store } = pair.place
  const edition = (await pair.place.edition())?.id ?? 0
  const lead = (await store.webPieces.of(edition)).find(({ key }) => key.includes(':lead:'))?.key ?? ''
  const change = async (text: string) => void (await store.webPieces.replacePiece(edition, lead, text))
  return publicTimes(pair, `editions/daily/${pair.date}`, change)
}

async function nameTimes(pair: WebPair): Promise<number[]> {
  const { store } = pair.place
  return publicTimes(pair, '', async (name) => {
    const newsroom = await store.newsroom.get()
    if (newsroom) await store.newsroom.put({ ...newsroom, name })
  })
}

/** From a commit to the first answer of the second process that shows it. */
async function publicTimes(
  { second }: WebPair,
  path: string,
  change: (text: string) => Promise<void>,
): Promise<number[]> {
  const times: number[] = []
  for (let n = 0; n < changes; n += 1) {
    const text = `changed-${n}-times`
    await change(text)
    const changed = performance.now()
    while (!(await second.get(path)).body.includes(text)) await soon(lookEvery)
    times.push(performance.now() - changed)
    await soon((n * 137) % 1_000)
  }
  return times
}
