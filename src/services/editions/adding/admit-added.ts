import type { Digest } from '../../../core/entities/newsroom.ts'
import type { IncomingStory } from '../../../core/entities/stories/incoming-story.ts'
import type { SourceItem } from '../../../core/entities/story.ts'
import { withoutTrackingInHtml } from '../../../core/text/tracking.ts'
import { canonicalLink } from '../../../curate/text/canonical-link.ts'
import type { Transaction } from '../../../store/store.ts'
import type { TypedStory } from './written-story.ts'

/** The source of all stories that editors add. It is off, because there is nothing to read. */
export const addedByEditors = 'Added by editors'

/** Admits a story from what was typed and what its page says; what was typed wins. */
export async function admitAdded(
  tx: Transaction,
  { typed, page, id, digest }: { typed: TypedStory; page: SourceItem | null; id: string; digest: Digest },
  at: Temporal.Instant,
): Promise<number> {
  const source = await editorsSource(tx, digest, at)
  await tx.stories.admit(source, incomingOf(typed, page, id, digest.language), at)
  const story = await tx.stories.idUnder(source, id)
  if (story === null) throw new Error('an added story is gone')
  return story
}

/** The story that editors added under this id; null if there is none. */
export async function addedAs(tx: Transaction, id: string): Promise<number | null> {
  const source = await tx.sources.byName(addedByEditors)
  return source && tx.stories.idUnder(source.id, id)
}

function incomingOf(typed: TypedStory, page: SourceItem | null, id: string, language: string): IncomingStory {
  const { link } = typed
  const host = link === null ? null : new URL(link).hostname.replace(/^www\./, '')
  const item: SourceItem = {
    id,
    link,
    headline: typed.headline ?? page?.headline ?? withoutScheme(link ?? ''),
    byline: page?.byline ?? null,
    summary: typed.text ?? page?.summary ?? '',
    html: page?.html ? withoutTrackingInHtml(page.html) : null,
    date: page?.date ?? null,
    dateFrom: page?.date ? page.dateFrom : 'first-seen',
    image: page?.image ?? null,
    topics: [],
    countries: [],
    categories: [],
    section: 'news',
    own: false,
    position: 0,
    fingerprint: null,
  }
  return {
    item,
    canonicalLink: canonicalLink(link),
    section: 'news',
    language,
    picture: null,
    slug: null,
    attribution: typed.source ?? host,
  }
}

/** Until its page has given a headline, a story is called by its address. */
const withoutScheme = (link: string): string => link.replace(/^https?:\/\/(?:www\.)?/, '').slice(0, 300)

async function editorsSource(tx: Transaction, { language }: Digest, at: Temporal.Instant): Promise<number> {
  const known = await tx.sources.byName(addedByEditors)
  if (known) return known.id
  const traits = { section: 'news', language, weight: 1, pictures: 'keep', timeZone: null } as const
  await tx.sources.put(
    { name: addedByEditors, kind: 'added', location: 'added', ...traits, options: {}, rules: [] },
    at,
  )
  const made = await tx.sources.byName(addedByEditors)
  if (!made) throw new Error('the source of added stories is gone')
  await tx.sources.move(made.id, made.status, 'off')
  return made.id
}
