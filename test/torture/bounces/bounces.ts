import { join } from 'node:path'
import { returnPath, signTag } from '../../../src/core/return-path.ts'
import { openLinkKeys } from '../../../src/store/link-keys.ts'
import { systemRandom } from '../../../src/system.ts'
import { startImapServer } from '../../mail/incoming/imap-server.ts'
import { seeded } from '../chance.ts'
import { countsOf } from '../suites/interrupt.ts'
import { openPlace, type Place } from '../place/place.ts'
import { bar } from '../report.ts'
import type { Suite } from '../suite.ts'
import { postEach } from './by-hooks.ts'
import { readByImap } from './by-imap.ts'
import { pipeEach, readFolder } from './by-pipe.ts'
import { eventsFor } from './hook-reports.ts'
import type { TortureEvent, TortureReport } from './report.ts'
import { bounceAddress, reportsFor } from './reports.ts'
import { tallyOf } from './tally.ts'

/** Processes of a mail server at once. */
const mostAtOnce = 10
/** Each of these starts a process, with about a second of CPU time; a command reads a thousand of the others in that time. */
const mostPiped = 100

/**
 * Sends reports of every kind by IMAP, from a folder, on standard input and by the hooks of each service, some of them in two ways, while
 * the process that reads them is killed: each must be stored once, and have its effect once.
 */
export const bounces: Suite = async ({ backend, points, recipients, seed, step }) => {
  const place = await openPlace(backend, recipients)
  const server = await startImapServer()
  const chance = seeded(seed)
  try {
    const settings = { DAYWIRE_BOUNCE_ADDRESS: bounceAddress }
    await place.start(['run'], settings).ended
    const { edition, messages, events } = await reportsOf(place, recipients)
    const ways = waysOf(messages)
    const env = { DAYWIRE_DATABASE_URL: place.databaseUrl, ...settings }
    const imap = { ...env, DAYWIRE_BOUNCE_IMAP_URL: `imap://bounces:open%20sesame@127.0.0.1:${server.port}/` }
    server.add(...ways.imap.map(({ bytes }) => bytes))
    const quarter = Math.ceil(points / 4)
    let done = 0
    const common = { place, chance, kills: quarter, step: () => step(Math.min((done += 1), points), points) }
    const moments = await readByImap({ ...common, server, env: imap })
    const killed = await readFolder({ ...common, env }, ways.folder)
    const posted = await postEach({ ...common, env }, events)
    const atOnce = Math.min(mostAtOnce, ways.piped.length)
    const piped = await pipeEach({ ...common, env }, ways.piped, atOnce)
    const { lost, twice, wrong } = await tallyOf(place.store, edition, messages, events)
    return {
      suite: 'bounces',
      backend: backend.name,
      points: moments.length + killed + posted + piped.killed,
      recipients: messages.length + events.length,
      lost,
      twice,
      unknown: 0,
      note: `${ways.imap.length} by IMAP (killed at ${countsOf(moments)}), ${ways.folder.length} from a folder (${killed} kills), ${events.length} by hooks (${posted}), ${ways.piped.length} on standard input, ${atOnce} at once (${piped.killed}; ${piped.later} tried later)`,
      broken: [...bar(lost === 0, `${lost} lost`), ...bar(twice === 0, `${twice} counted twice`), ...wrong],
    }
  } finally {
    await server.close()
    await place.drop()
  }
}

/** A fifth of them are events of services, the others messages. */
async function reportsOf(
  place: Place,
  recipients: number,
): Promise<{ edition: number; messages: TortureReport[]; events: TortureEvent[] }> {
  const edition = await place.edition()
  const digest = await place.store.digests.byKey('daily')
  if (edition?.status !== 'sent' || !digest) throw new Error('the edition was not sent')
  const filter = { digestId: digest.id, afterId: 0, count: recipients, status: null }
  const subscriptions = new Map(
    (await place.store.subscribers.page(filter)).map(({ email, id }) => [email, id]),
  )
  const secret = { dataFolder: join(place.newsroom.folder, 'data'), given: null }
  const keys = openLinkKeys(secret, systemRandom)
  const subscriptionOf = (reader: number) => subscriptions.get(`reader${reader}@example.org`) ?? 0
  const mailOf = (reader: number) => ({ subscription: subscriptionOf(reader), edition: edition.id })
  const readers = Array.from({ length: recipients }, (_, at) => at)
  const byMail = Math.floor(recipients * 0.8)
  return {
    edition: edition.id,
    messages: reportsFor(readers.slice(0, byMail), (reader) =>
      returnPath(keys, bounceAddress, mailOf(reader)),
    ),
    events: eventsFor(readers.slice(byMail), {
      tagOf: (reader) => signTag(keys, mailOf(reader)),
      subscriptionOf,
    }),
  }
}

/** Most by IMAP and from a folder; a few, of every kind, in two ways. */
function waysOf(messages: readonly TortureReport[]): Record<'imap' | 'folder' | 'piped', TortureReport[]> {
  const shared = Math.min(Math.ceil(messages.length / 50), mostPiped / 2)
  const [middle, most] = [Math.floor(messages.length * 0.6), messages.length - shared]
  return {
    imap: messages.slice(0, middle),
    folder: messages.slice(middle - shared, most),
    piped: messages.slice(most - shared),
  }
}
