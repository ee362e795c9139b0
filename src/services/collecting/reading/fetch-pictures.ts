import { whySaid } from '../../../core/errors.ts'
import { english } from '../../../core/said/sentence.ts'
import type { Said } from '../../../core/said/said.ts'
import { windowFor } from '../../../core/schedule.ts'
import { budgetOf } from '../../../core/entities/sources/source-budget.ts'
import type { Picture, PictureLink } from '../../../core/entities/story.ts'
import { newsMayBeCarried, type NextEdition } from '../../../curate/may-be-carried.ts'
import type { PictureFile } from '../../../sources/fetch-result.ts'
import type { SourceRecord } from '../../../core/entities/sources/source.ts'
import type { WantedPicture } from '../../../core/entities/stories/pictures.ts'
import type { Context } from '../../context.ts'
import { inParallel } from '../../in-parallel.ts'
import { latestFor } from './latest-analyses.ts'
import { placeOf } from './read-source.ts'
import { rulesOf } from '../managing/rules.ts'

/** The results for the pictures of one source. */
export interface SourcePictures {
  source: string
  kept: number
  failed: number
  /** Postponed: over the source's budget, or there was no time. */
  putOff: number
  /** Why the last failed one could not be fetched. */
  fault: Said | null
}

type Deps = Pick<Context, 'store' | 'sources' | 'clock' | 'events' | 'settings'>

const sourcesAtOnce = 6
const ofSourceAtOnce = 3
/** However long ago a digest last carried something: pictures of older stories wait until those are carried. */
const furthestBack = Temporal.Duration.from({ hours: 7 * 24 })
/** Seconds beyond the time limit for its source's pictures, after which another process may fetch a claimed one. */
const toKeep = 60
/** Minutes until a failed picture is fetched again; after the last, it is given up. */
const waits = [15, 60, 240, 960]

/**
 * Fetches missing pictures, only those that the next edition of some digest may carry, newest first and within the budget of each source.
 * Failed ones are fetched again later, four times.
 */
export async function fetchPictures(context: Deps, signal: AbortSignal): Promise<SourcePictures[]> {
  const bySource = Map.groupBy(await wantedNow(context), ({ sourceId }) => sourceId)
  const sources = (await context.store.sources.list()).filter(({ id }) => bySource.has(id))
  return inParallel(sources, sourcesAtOnce, (source) =>
    fetchOf(context, source, bySource.get(source.id) ?? [], signal),
  )
}

async function wantedNow({ store, clock }: Deps): Promise<WantedPicture[]> {
  const now = clock.now()
  const due = await store.storyPictures.due(now, now.subtract(furthestBack))
  if (due.length === 0) return []
  const digests = await store.digests.list()
  const editions = await Promise.all(
    digests.map(async (digest): Promise<NextEdition> => {
      const { opensAt } = windowFor(now, await store.editions.windowsBefore(digest.id))
      return { digest, opensAt }
    }),
  )
  const latest = new Set<number>()
  for (const { language } of digests)
    for (const { id } of await latestFor(store, now, language)) latest.add(id)
  const isNews = newsMayBeCarried(editions, await store.newsroom.topics(), await rulesOf(store))
  const stories = await store.stories.byIds(due.map(({ storyId }) => storyId))
  const wanted = new Set(stories.filter((story) => latest.has(story.id) || isNews(story)).map(({ id }) => id))
  return due.filter(({ storyId }) => wanted.has(storyId))
}

async function fetchOf(
  context: Deps,
  source: SourceRecord,
  wanted: WantedPicture[],
  signal: AbortSignal,
): Promise<SourcePictures> {
  const { pictures, pictureSeconds } = budgetOf(source.options)
  const taken = wanted.slice(0, pictures)
  const tally: SourcePictures = {
    source: source.name,
    kept: 0,
    failed: 0,
    putOff: wanted.length - taken.length,
    fault: null,
  }
  const late = AbortSignal.timeout(pictureSeconds * 1_000)
  const ended = AbortSignal.any([signal, late])
  await inParallel(taken, ofSourceAtOnce, async (one) => {
    // A bug with one picture must not cost the stories the others.
    const outcome = ended.aborted
      ? 'put-off'
      : await fetchOne(context, source, one, signal, ended).catch((error: unknown) => ({
          fault: whySaid(error),
        }))
    if (outcome === 'put-off') tally.putOff += 1
    else if (outcome === 'kept') tally.kept += 1
    else if (outcome !== 'elsewhere') {
      tally.failed += 1
      tally.fault = outcome.fault
    }
  })
  if (tally.fault !== null)
    context.events.emit({
      name: 'picture.failed',
      message: `${source.name}: ${tally.failed} pictures could not be fetched; the last: ${english(tally.fault)}`,
      data: { source: source.id, count: tally.failed },
    })
  return tally
}

async function fetchOne(
  context: Deps,
  source: SourceRecord,
  wanted: WantedPicture,
  stopping: AbortSignal,
  ended: AbortSignal,
): Promise<'kept' | 'put-off' | 'elsewhere' | { fault: Said }> {
  const { storyId, link, tries } = wanted
  const now = context.clock.now()
  const until = now.add({ seconds: budgetOf(source.options).pictureSeconds + toKeep })
  if (!(await context.store.storyPictures.take(wanted, now, until))) return 'elsewhere'
  const within = source.kind === 'folder' ? placeOf(context, source) : null
  const got = await context.sources.picture(link, within, ended)
  if (got.ok) {
    await context.store.storyPictures.keep(storyId, await kept(context, link, got))
    return 'kept'
  }
  // A fetch that we aborted says nothing about the picture.
  if (stopping.aborted) {
    await context.store.storyPictures.giveBack(wanted, context.clock.now())
    return 'put-off'
  }
  const minutes = waits[tries]
  const next = minutes === undefined ? null : context.clock.now().add({ minutes })
  await context.store.storyPictures.failed(storyId, tries + 1, got.reason, next)
  return { fault: got.reason }
}

async function kept(
  { store, clock }: Deps,
  { alt, caption, credit }: PictureLink,
  { large, thumb }: { large: PictureFile; thumb: PictureFile },
): Promise<Picture> {
  const keep = async (file: PictureFile) => {
    const hash = await store.media.put(file, clock.now())
    return { src: `media/${hash}`, width: file.width, height: file.height }
  }
  return { large: await keep(large), thumb: await keep(thumb), alt: alt ?? '', caption, credit }
}
