import type { ArchivedEdition, ArchiveEntry, Label } from '../../core/entities/archive/archive.ts'
import type { Profile } from '../../core/entities/newsroom.ts'
import type { Context } from '../context.ts'
import { countryLabel, topicLabel } from './labels.ts'

type Deps = Pick<Context, 'store' | 'clock'>

export const storiesAPage = 20

export interface ArchivePage {
  entries: ArchiveEntry[]
  /** The place after which the next page begins; null if there is none. */
  before: number | null
}

/** Stories with a label, or all, newest first, optionally after a place. */
export async function listStories(
  { store, clock }: Deps,
  { label, before, count = storiesAPage }: { label: string | null; before: number | null; count?: number },
): Promise<ArchivePage> {
  const labels = label === null ? [] : [label]
  const asked = { text: null, labels, from: null, until: null, before, count: count + 1, withWithdrawn: true }
  const found = await store.archivedStories.find(asked, clock.now())
  return pageOf(found, count)
}

/** A page of results, of which one more was requested. */
export function pageOf(found: ArchiveEntry[], count: number): ArchivePage {
  const entries = found.slice(0, count)
  return { entries, before: found.length > count ? (entries.at(-1)?.id ?? null) : null }
}

export async function topicStories(
  context: Deps,
  id: string,
  before: number | null,
  count = storiesAPage,
): Promise<ArchivePage> {
  return listStories(context, { label: topicLabel(id), before, count })
}

export interface CountryPage extends ArchivePage {
  /** As editions named it. */
  name: string
  profile: Profile | null
}

/** Stories about a country, by its code, with its profile; null if no readable story of an edition names it. */
export async function countryStories(
  context: Deps,
  code: string,
  before: number | null,
  count = storiesAPage,
): Promise<CountryPage | null> {
  const wanted = countryLabel(code)
  // Other spellings, such as one with a leading blank, would make endless duplicate pages.
  if (wanted !== `country:${code.toLowerCase()}`) return null
  const known = await context.store.archivedStories.labels('country', context.clock.now(), true)
  const label = known.find((one) => one.label === wanted)
  if (!label) return null
  const profiles = await context.store.newsroom.profiles()
  return {
    name: label.name,
    profile: profiles.find(({ country }) => countryLabel(country) === wanted) ?? null,
    ...(await listStories(context, { label: wanted, before, count })),
  }
}

/** The labels of a kind that public stories have, neither withdrawn nor under embargo, by name. */
export async function archiveLabels(
  { store, clock }: Deps,
  kind: 'topic' | 'country' | 'source',
): Promise<Label[]> {
  return store.archivedStories.labels(kind, clock.now(), false)
}

/** The editions of a month, `YYYY-MM`, by default the newest, and all months that have some. Null for a month without editions. */
export async function archiveMonth(
  { store }: Pick<Context, 'store'>,
  asked: string | null,
): Promise<{
  month: string
  editions: ArchivedEdition[]
  months: { month: string; editions: number }[]
} | null> {
  const months = await store.archivedEditions.months()
  const month = asked ?? months[0]?.month
  if (month === undefined) return { month: '', editions: [], months }
  if (!months.some((one) => one.month === month)) return null
  return { month, editions: await store.archivedEditions.ofMonth(month), months }
}

/** The pages of our own stories that were carried in a month, `YYYY-MM`, by name, with the time of their last change. */
export async function ownPages(
  { store, clock }: Deps,
  month: string,
): Promise<{ slug: string; changedAt: Temporal.Instant }[]> {
  const first = Temporal.PlainYearMonth.from(month)
  const start = (of: Temporal.PlainYearMonth) => of.toPlainDate({ day: 1 }).toZonedDateTime('UTC').toInstant()
  return store.archivedStories.ownPages(start(first), start(first.add({ months: 1 })), clock.now())
}
