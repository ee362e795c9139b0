import type { ArchivedEdition, ArchiveEntry, Label } from '../../core/entities/archive/archive.ts'
import type { Profile } from '../../core/entities/newsroom.ts'
import type { Context } from '../context.ts'
import { countryLabel, topicLabel } from './labels.ts'

type Deps = Pick<Context, 'store' | 'clock'>

/** Stories on one page. */
export const storiesAPage = 20

export interface ArchivePage {
  entries: ArchiveEntry[]
  /** The place after which the next page begins; null where there is none. */
  before: number | null
}

/** Stories under a label, or of all, newest first, after a place where it is given. */
export async function listStories(
  { store, clock }: Deps,
  { label, before, count = storiesAPage }: { label: string | null; before: number | null; count?: number },
): Promise<ArchivePage> {
  const labels = label === null ? [] : [label]
  const asked = { text: null, labels, from: null, until: null, before, count: count + 1, withWithdrawn: true }
  const found = await store.archivedStories.find(asked, clock.now())
  return pageOf(found, count)
}

/** A page of what was found, of which one more was asked for. */
export function pageOf(found: ArchiveEntry[], count: number): ArchivePage {
  const entries = found.slice(0, count)
  return { entries, before: found.length > count ? (entries.at(-1)?.id ?? null) : null }
}

/** Stories on a topic. */
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

/** Stories about a country, by its code, with its profile; null where no edition has named it in a story that may be read. */
export async function countryStories(
  context: Deps,
  code: string,
  before: number | null,
  count = storiesAPage,
): Promise<CountryPage | null> {
  const wanted = countryLabel(code)
  // Of what is written otherwise, such as with a blank before it, there would be pages without end.
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

/** What stories are filed under that are neither withdrawn nor under embargo, of a kind, by name. */
export async function archiveLabels(
  { store, clock }: Deps,
  kind: 'topic' | 'country' | 'source',
): Promise<Label[]> {
  return store.archivedStories.labels(kind, clock.now(), false)
}

/** The editions of a month, `YYYY-MM`, and the months there are; of the newest month where none is given. Null for one without editions. */
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

/** The pages of our own stories that were carried in a month, `YYYY-MM`, by name, with when each was changed last. */
export async function ownPages(
  { store, clock }: Deps,
  month: string,
): Promise<{ slug: string; changedAt: Temporal.Instant }[]> {
  const first = Temporal.PlainYearMonth.from(month)
  const start = (of: Temporal.PlainYearMonth) => of.toPlainDate({ day: 1 }).toZonedDateTime('UTC').toInstant()
  return store.archivedStories.ownPages(start(first), start(first.add({ months: 1 })), clock.now())
}
