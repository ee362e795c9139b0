import { isLoopbackHost } from '../../core/addresses/loopback.ts'
import type { Digest, Newsroom } from '../../core/entities/newsroom.ts'
import { aboutDkim } from './doctor-dkim.ts'
import { aboutFiles } from './doctor-files.ts'
import { aboutLanguages } from './doctor-languages.ts'
import { aboutRelays } from './doctor-relays.ts'
import { findNewsroom } from './find-digest.ts'
import { fine, missing, note, type Finding } from './finding.ts'
import type { Context } from '../context.ts'
import { listProfiles } from '../profiles/list-profiles.ts'
import { placeholdersIn } from './placeholders.ts'
import { pauseInWords, sendingPause } from '../sending/sending-pause.ts'

interface Given {
  /** `DAYWIRE_PUBLIC_URL` was given. */
  isPublicUrlSet: boolean
}

type Deps = Pick<Context, 'store' | 'settings' | 'mail' | 'clock' | 'resolver' | 'exposedFiles'>

/** What a newsroom still lacks before it can mail real readers, with the fix; connects to the SMTP server, sends nothing. */
export async function doctor(context: Deps, { isPublicUrlSet }: Given): Promise<Finding[]> {
  const newsroom = await findNewsroom(context)
  const digests = await context.store.digests.list()
  return [
    ...(newsroom ? aboutNewsroom(newsroom) : [missing('newsroom', 'none is set up', 'daywire init')]),
    ...(await aboutContents(context, digests)),
    ...(await aboutProfiles(context)),
    ...(await aboutReaders(context, digests)),
    aboutPublicUrl(context.settings.publicUrl, isPublicUrlSet),
    ...(await aboutRelays(context)),
    ...(await aboutDkim(context, newsroom)),
    ...aboutFiles(context),
    await aboutSending(context),
    await aboutUnknown(context),
  ]
}

function aboutNewsroom(newsroom: Newsroom): Finding[] {
  const placeholders = placeholdersIn(newsroom)
  const change = 'put your own into newsroom.json, then: daywire newsroom import'
  return [
    fine('newsroom', newsroom.name),
    ...placeholders.map((path) => missing(path, 'still holds the value of the seed', change)),
    ...(placeholders.includes('sender.email') ? [] : [fine('sender.email', newsroom.sender.email)]),
    ...(placeholders.includes('address') ? [] : [fine('address', 'the postal address is there')]),
    newsroom.alerts.length > 0
      ? fine('alerts', newsroom.alerts.join(', '))
      : note(
          'alerts',
          'nobody gets an e-mail about editions that were missed or wait for approval',
          'put addresses into alerts of newsroom.json, then: daywire newsroom import',
        ),
  ]
}

async function aboutContents({ store }: Deps, digests: Digest[]): Promise<Finding[]> {
  const topics = await store.newsroom.topics()
  const sources = (await store.sources.list()).filter((s) => s.status !== 'off')
  const failing = sources.filter((s) => s.status === 'failing' || s.status === 'retired')
  const add = 'daywire sources add NAME ADDRESS'
  return [
    topics.length > 0
      ? fine('topics', `${topics.length}`)
      : missing('topics', 'there are none', 'daywire newsroom import'),
    digests.length > 0
      ? fine('digests', digests.map((digest) => digest.key).join(', '))
      : missing('digests', 'there are none', 'daywire newsroom import'),
    ...aboutLanguages(topics, digests),
    sources.length > 0 ? fine('sources', `${sources.length}`) : missing('sources', 'there are none', add),
    ...failing.map((source) =>
      note(
        `source ${source.name}`,
        `is ${source.status}: ${source.lastError ?? 'it says it is gone'}`,
        `daywire sources check ${source.location}`,
      ),
    ),
  ]
}

async function aboutProfiles(context: Deps): Promise<Finding[]> {
  const profiles = await listProfiles(context)
  if (profiles.length === 0) return []
  const overdue = profiles.filter((profile) => profile.overdue)
  return [
    ...(overdue.length === 0 ? [fine('country profiles', `${profiles.length}`)] : []),
    ...overdue.map(({ country, name, reviewed }) =>
      note(
        `profile of ${name}`,
        `was last reviewed on ${reviewed}, more than a year ago`,
        `daywire profiles show ${country} > ${country.toLowerCase()}.md; read it anew, set its date, then: daywire profiles import ${country.toLowerCase()}.md`,
      ),
    ),
  ]
}

async function aboutReaders({ store }: Deps, digests: Digest[]): Promise<Finding[]> {
  return Promise.all(
    digests.map(async ({ id, key }) => {
      const filter = { digestId: id, afterId: 0, count: 1, status: 'active' as const, query: null }
      const hasReaders = (await store.subscribers.page(filter)).length > 0
      const about = `subscribers of ${key}`
      return hasReaders
        ? fine(about, 'there are some')
        : note(about, 'there are none', 'daywire subscribers add EMAIL, or daywire subscribers import FILE')
    }),
  )
}

function aboutPublicUrl(publicUrl: string, isPublicUrlSet: boolean): Finding {
  const { hostname, protocol } = new URL(publicUrl)
  const fix = 'set DAYWIRE_PUBLIC_URL to the address under which readers reach this machine'
  if (isLoopbackHost(hostname))
    return missing(
      'public URL',
      `${publicUrl} leads to this machine alone${isPublicUrlSet ? '' : ' (none is set)'}`,
      fix,
    )
  // RFC 8058 §3.1: one-click unsubscribing needs https.
  return protocol === 'https:'
    ? fine('public URL', publicUrl)
    : missing('public URL', `${publicUrl} is not https, so one-click unsubscribing does not work`, fix)
}

async function aboutSending(context: Deps): Promise<Finding> {
  const pause = await sendingPause(context)
  return pause === null
    ? fine('sending', 'is not paused')
    : missing(
        'sending',
        `is paused: ${pauseInWords(pause)}`,
        'daywire resume, once no other installation sends to the same readers',
      )
}

async function aboutUnknown({ store }: Deps): Promise<Finding> {
  const unknown = await store.deliveries.list({ editionId: null, status: 'unknown', count: 1000 })
  return unknown.length === 0
    ? fine('unknown deliveries', 'none')
    : note(
        'unknown deliveries',
        `${unknown.length} may or may not have arrived`,
        'daywire deliveries unknown, then daywire deliveries resolve',
      )
}
