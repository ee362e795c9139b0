import { AppError } from '../../../core/errors.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import { clip } from '../../../core/text/text.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { ListedFeed } from '../../../sources/feeds/formats/opml.ts'
import type { NewSource, SourceRecord } from '../../../core/entities/sources/source.ts'
import { findNewsroom } from '../../newsroom/find-digest.ts'
import type { Context } from '../../context.ts'
import { isLanguageTag } from '../../newsroom/files/newsroom-file.ts'
import { said, type Said } from '../../../core/said/said.ts'

/** The outcome for one feed of the list; `skipped`: it exists already, `rejected`: it cannot be a source. */
export interface ListedOutcome {
  name: string
  location: string
  outcome: 'added' | 'skipped' | 'rejected'
  reason: Said | null
}

export interface ImportedList {
  feeds: ListedOutcome[]
  /** Folders in the list, which are not kept. */
  folders: number
}

/**
 * Adds the feeds of an OPML list as sources, in one transaction and without reading them. Existing ones, by name or by address, are
 * unchanged; if feeds in the list share a name, the host is appended to the later ones. Throws `bad-input`, and changes nothing, if the
 * document is no such list.
 */
export async function importOpml(
  context: Pick<Context, 'store' | 'sources' | 'clock'>,
  { name: file, bytes }: { name: string; bytes: Buffer },
  dryRun: boolean,
  actor: Actor,
): Promise<ImportedList> {
  requirePermission(actor, 'change-sources', null)
  const list = (await context.sources.lists()).read(bytes)
  if (!list.ok) throw new AppError('bad-input', said('opml-refused', { file, why: list.reason }))
  const usual = (await findNewsroom(context))?.language ?? 'en'
  return context.store.transaction(async (tx) => {
    const feeds = judge(list.feeds, await tx.sources.list())
    const imported = { feeds, folders: list.folders }
    if (dryRun) return imported
    const at = context.clock.now()
    for (const [index, { name, location, outcome }] of feeds.entries())
      if (outcome === 'added')
        await tx.sources.put(
          { ...ordinary, name, location, language: languageOf(list.feeds[index], usual) },
          at,
        )
    const added = feeds.filter((feed) => feed.outcome === 'added').map((feed) => feed.name)
    if (added.length > 0)
      await tx.audit.append({ at, actor, action: 'import', subject: 'sources', detail: { file, added } })
    return imported
  })
}

const ordinary: Omit<NewSource, 'name' | 'location' | 'language'> = {
  kind: 'feed',
  section: 'news',
  weight: 1,
  pictures: 'keep',
  timeZone: null,
  options: {},
  rules: [],
}

const languageOf = (feed: ListedFeed | undefined, usual: string): string =>
  feed?.language && isLanguageTag(feed.language) ? feed.language : usual

/** Two addresses are the same feed if they differ only in http or https, or in a trailing slash. */
const sameness = (location: string): string =>
  location
    .replace(/^https?:/i, '')
    .replace(/#.*$/s, '')
    .replace(/\/$/, '')

/** A name that no other source has: with the host, otherwise with a number. */
function uniqueName(name: string, location: string, isTaken: (name: string) => boolean): string {
  const base = clip(name, 150)
  const byHost = `${base} (${URL.parse(location)?.hostname ?? location})`
  if (!isTaken(byHost)) return byHost
  for (let number = 2; ; number++) {
    const numbered = `${base} (${number})`
    if (!isTaken(numbered)) return numbered
  }
}

function judge(feeds: ListedFeed[], existing: SourceRecord[]): ListedOutcome[] {
  const listed = new Set(feeds.map(({ location }) => sameness(location)))
  const byName = new Map(existing.map(({ name, location }) => [name, location]))
  const byPlace = new Map(
    existing.map(({ name, location, status }) => [
      sameness(location),
      status === 'off' ? said('feed-is-source-off', { name }) : said('feed-is-source', { name }),
    ]),
  )
  return feeds.map(({ name: written, location, isAddress }) => {
    let name = written
    const outcomeOf = (outcome: ListedOutcome['outcome'], reason: Said | null) => ({
      name,
      location,
      outcome,
      reason,
    })
    if (!isAddress) return outcomeOf('rejected', said('feed-address-other'))
    const holder = byPlace.get(sameness(location))
    if (holder !== undefined) return outcomeOf('skipped', holder)
    const namesake = byName.get(name)
    if (namesake !== undefined) {
      // An existing source that is not in the list may be this feed at its former address.
      if (!listed.has(sameness(namesake)))
        return outcomeOf('skipped', said('feed-name-taken', { place: namesake }))
      name = uniqueName(name, location, (each) => byName.has(each))
    }
    byName.set(name, location)
    byPlace.set(sameness(location), said('feed-is-source', { name }))
    return outcomeOf('added', null)
  })
}
