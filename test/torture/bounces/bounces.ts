import { join } from 'node:path'
import { returnPath } from '../../../src/core/return-path.ts'
import { openLinkKeys } from '../../../src/store/link-keys.ts'
import { systemRandom } from '../../../src/system.ts'
import { startImapServer } from '../../mail/incoming/imap-server.ts'
import { seeded } from '../chance.ts'
import { countsOf } from '../interrupt.ts'
import { openPlace, type Place } from '../place.ts'
import { bar } from '../report.ts'
import type { Suite } from '../suite.ts'
import { readByImap } from './by-imap.ts'
import { pipeEach, readFolder } from './by-pipe.ts'
import { bounceAddress, reportsFor, type TortureReport } from './reports.ts'
import { tallyOf } from './tally.ts'

/** Processes of a mail server at once. */
const mostAtOnce = 50

/**
 * Reports of every kind come back by IMAP, from a folder and on standard input, some of them by two ways, while what reads them is
 * killed: each is kept once, and what it does is done once.
 */
export const bounces: Suite = async ({ backend, points, recipients, seed, step }) => {
  const place = await openPlace(backend, recipients)
  const server = await startImapServer()
  const chance = seeded(seed)
  try {
    const settings = { DAYWIRE_BOUNCE_ADDRESS: bounceAddress }
    await place.start(['run'], settings).ended
    const reports = await reportsOf(place, recipients)
    const ways = partsOf(reports)
    const env = { ...environmentOf(place), ...settings }
    const imap = { ...env, DAYWIRE_BOUNCE_IMAP_URL: `imap://bounces:open%20sesame@127.0.0.1:${server.port}/` }
    server.add(...ways.imap.map(({ bytes }) => bytes))
    const kills = Math.ceil(points / 2)
    let done = 0
    const moments = await readByImap({
      place,
      server,
      env: imap,
      kills,
      chance,
      step: () => step(Math.min((done += 1), points), points),
    })
    const piping = { place, env, chance }
    const killed = await readFolder(piping, ways.folder, Math.ceil(points / 4))
    const atOnce = Math.min(mostAtOnce, ways.piped.length)
    const piped = await pipeEach(piping, ways.piped, { atOnce, kills: Math.ceil(points / 4) })
    const { lost, twice, wrong } = await tallyOf(place.store, reports)
    const all = moments.length + killed + piped.killed
    return {
      suite: 'bounces',
      backend: backend.name,
      points: all,
      recipients: reports.length,
      lost,
      twice,
      unknown: 0,
      note: `${ways.imap.length} by IMAP, ${ways.folder.length} from a folder, ${ways.piped.length} on standard input, ${atOnce} at once (${piped.later} tried later); killed at ${countsOf(moments)}`,
      broken: [...bar(lost === 0, `${lost} lost`), ...bar(twice === 0, `${twice} counted twice`), ...wrong],
    }
  } finally {
    await server.close()
    await place.drop()
  }
}

async function reportsOf(place: Place, recipients: number): Promise<TortureReport[]> {
  const edition = await place.edition()
  const digest = await place.store.digests.byKey('daily')
  if (edition?.status !== 'sent' || !digest) throw new Error('the edition was not sent')
  const filter = { digestId: digest.id, afterId: 0, count: recipients, status: null, query: null }
  const subscriptions = new Map(
    (await place.store.subscribers.page(filter)).map(({ email, id }) => [email, id]),
  )
  const secret = { dataFolder: join(place.newsroom.folder, 'data'), given: null }
  const keys = openLinkKeys(secret, systemRandom)
  return reportsFor(recipients, (reader) => {
    const subscription = subscriptions.get(`reader${reader}@example.org`) ?? 0
    return returnPath(keys, bounceAddress, { subscription, edition: edition.id })
  })
}

/** Most by IMAP and from a folder; a few, of every kind, by each way. */
function partsOf(reports: readonly TortureReport[]): Record<'imap' | 'folder' | 'piped', TortureReport[]> {
  const [middle, most] = [Math.floor(reports.length * 0.6), Math.floor(reports.length * 0.98)]
  const shared = Math.ceil(reports.length / 50)
  return {
    imap: reports.slice(0, middle),
    folder: reports.slice(middle - shared, most),
    piped: reports.slice(most - shared),
  }
}

function environmentOf({ databaseUrl }: Place): Record<string, string> {
  return { DAYWIRE_DATABASE_URL: databaseUrl }
}
