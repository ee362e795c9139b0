import { isLoopbackHost } from '../../../core/addresses/loopback.ts'
import type { Digest, Newsroom } from '../../../core/entities/newsroom.ts'
import { aboutAlerts } from './doctor-alerts.ts'
import { aboutBounces } from './doctor-bounces.ts'
import { aboutDisk } from './doctor-disk.ts'
import { aboutDomains } from './doctor-domains.ts'
import { aboutDkim } from './doctor-dkim.ts'
import { aboutFiles } from './doctor-files.ts'
import { aboutHooks } from './doctor-hooks.ts'
import { aboutLanguages } from './doctor-languages.ts'
import { aboutOwnPages } from './doctor-own-pages.ts'
import { aboutProxy } from './doctor-proxy.ts'
import { aboutWarmUp } from './doctor-warm-up.ts'
import { aboutRelays } from './doctor-relays.ts'
import { findNewsroom } from '../find-digest.ts'
import { fine, missing, note, type Finding } from './finding.ts'
import type { Context } from '../../context.ts'
import { listProfiles } from '../../profiles/list-profiles.ts'
import { placeholdersIn } from './placeholders.ts'
import { pauseSaid, sendingPause } from '../../sending/sending-pause.ts'
import { said, type Param, type Said } from '../../../core/said/said.ts'
import type { SourceRecord } from '../../../core/entities/sources/source.ts'

interface Given {
  /** Whether `DAYWIRE_PUBLIC_URL` was given. */
  isPublicUrlSet: boolean
}

const field = (path: string): Said => said('about-field', { path })
const value = (shown: Param): Said => said('found-value', { value: shown })

type Deps = Pick<
  Context,
  | 'store'
  | 'settings'
  | 'mail'
  | 'clock'
  | 'resolver'
  | 'exposedFiles'
  | 'disk'
  | 'ask'
  | 'linkKeys'
  | 'random'
  | 'bounceMailbox'
>

/**
 * What a newsroom still needs before it can send e-mail to real readers; connects to the SMTP server, sends nothing; requests a page
 * through the public URL.
 */
export async function doctor(context: Deps, { isPublicUrlSet }: Given): Promise<Finding[]> {
  const newsroom = await findNewsroom(context)
  const digests = await context.store.digests.list()
  return [
    ...(newsroom ? aboutNewsroom(newsroom) : [missing(said('about-newsroom'), said('found-newsroom-none'))]),
    ...(newsroom ? [await aboutAlerts(context, newsroom, digests)] : []),
    ...(await aboutContents(context, digests)),
    ...(await aboutProfiles(context)),
    ...(await aboutOwnPages(context)),
    ...(await aboutReaders(context, digests)),
    aboutPublicUrl(context.settings.publicUrl, isPublicUrlSet),
    ...(isPublicUrlSet ? await aboutProxy(context) : []),
    ...(await aboutRelays(context)),
    ...(await aboutDkim(context, newsroom)),
    ...(await aboutBounces(context, newsroom)),
    ...(await aboutDomains(context)),
    ...aboutHooks(context),
    ...aboutFiles(context),
    aboutDisk(context),
    await aboutSending(context),
    ...(await aboutWarmUp(context)),
    await aboutUnknown(context),
  ]
}

function aboutNewsroom(newsroom: Newsroom): Finding[] {
  const placeholders = placeholdersIn(newsroom)
  return [
    fine(said('about-newsroom'), value(newsroom.name)),
    ...placeholders.map((path) => missing(field(path), said('found-placeholder'))),
    ...(placeholders.includes('sender.email')
      ? []
      : [fine(field('sender.email'), value(newsroom.sender.email))]),
    ...(placeholders.includes('address') ? [] : [fine(field('address'), said('found-address'))]),
  ]
}

async function aboutContents({ store }: Deps, digests: Digest[]): Promise<Finding[]> {
  const topics = await store.newsroom.topics()
  const sources = (await store.sources.list()).filter((s) => s.status !== 'off')
  const failing = sources.filter((s) => s.status === 'failing' || s.status === 'retired')
  return [
    topics.length > 0
      ? fine(said('about-topics'), value(topics.length))
      : missing(said('about-topics'), said('found-no-topics')),
    digests.length > 0
      ? fine(said('about-digests'), value(digests.map((digest) => digest.key)))
      : missing(said('about-digests'), said('found-no-digests')),
    ...aboutLanguages(topics, digests),
    sources.length > 0
      ? fine(said('about-sources'), value(sources.length))
      : missing(said('about-sources'), said('found-no-sources')),
    ...failing.map(aboutFailing),
  ]
}

function aboutFailing({ name, status, lastError, location }: SourceRecord): Finding {
  const why = lastError ?? said('source-is-gone')
  return note(said('about-source', { name }), said('found-source-failing', { status, why, location }))
}

async function aboutProfiles(context: Deps): Promise<Finding[]> {
  const profiles = await listProfiles(context)
  if (profiles.length === 0) return []
  const overdue = profiles.filter((profile) => profile.overdue)
  return [
    ...(overdue.length === 0 ? [fine(said('about-profiles'), value(profiles.length))] : []),
    ...overdue.map(({ country, name, reviewed }) =>
      note(
        said('about-profile', { name }),
        said('found-profile-overdue', { reviewed, country, file: `${country.toLowerCase()}.md` }),
      ),
    ),
  ]
}

async function aboutReaders({ store }: Deps, digests: Digest[]): Promise<Finding[]> {
  return Promise.all(
    digests.map(async ({ id, key }) => {
      const filter = { digestId: id, afterId: 0, count: 1, status: 'active' as const }
      const hasReaders = (await store.subscribers.page(filter)).length > 0
      const about = said('about-readers', { digest: key })
      return hasReaders ? fine(about, said('found-readers')) : note(about, said('found-no-readers'))
    }),
  )
}

function aboutPublicUrl(publicUrl: string, isPublicUrlSet: boolean): Finding {
  const { hostname, protocol } = new URL(publicUrl)
  const about = said('about-public-url')
  const url = { url: publicUrl }
  if (isLoopbackHost(hostname))
    return missing(about, isPublicUrlSet ? said('found-url-local', url) : said('found-url-unset', url))
  // RFC 8058 §3.1: one-click unsubscribing needs https.
  return protocol === 'https:' ? fine(about, value(publicUrl)) : missing(about, said('found-url-plain', url))
}

async function aboutSending(context: Deps): Promise<Finding> {
  const pause = await sendingPause(context)
  return pause === null
    ? fine(said('about-sending'), said('found-sending'))
    : missing(said('about-sending'), said('found-paused', { pause: pauseSaid(pause) }))
}

async function aboutUnknown({ store }: Deps): Promise<Finding> {
  const unknown = await store.deliveries.list({ editionId: null, status: 'unknown', count: 1000 })
  return unknown.length === 0
    ? fine(said('about-unknown'), said('found-none-unknown'))
    : note(said('about-unknown'), said('found-unknown', { count: unknown.length }))
}
