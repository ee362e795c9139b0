import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { commandActor } from '../../core/entities/actor.ts'
import { localDate } from '../../core/schedule.ts'
import type { Digest } from '../../core/entities/newsroom.ts'
import { collect } from '../../services/collecting/reading/collect.ts'
import type { Collected } from '../../services/collecting/reading/collected.ts'
import { compose } from '../../services/editions/composing/compose.ts'
import { inEdition } from '../../services/editions/changing/make-change.ts'
import { rewordStory } from '../../services/editions/changing/stories/reword-story.ts'
import { setNote } from '../../services/editions/changing/edition/set-note.ts'
import type { Context } from '../../services/context.ts'
import type { SampleDay } from './sample-feeds.ts'

/** The sample editors' texts for one edition. */
interface EditorsWords {
  note?: string
  /** For the best story. */
  why?: string
}
type Words = Record<'first' | 'second', Record<string, EditorsWords | undefined>>

/** When the first two days of the sample newsroom were frozen, or now if not yet; the second is null on the first day. */
export async function sampleDay(context: Context, now: Temporal.Instant): Promise<SampleDay> {
  const [digest] = await context.store.digests.list()
  if (!digest) return { first: now, second: null }
  const today = localDate(now, digest.schedule.timeZone)
  const editions = (await context.store.editions.newest(digest.id, 1000)).toReversed()
  const before = editions.filter(({ date }) => Temporal.PlainDate.compare(date, today) < 0)
  return {
    first: before[0]?.frozenAt ?? now,
    second: before.length === 0 ? null : (before[1]?.frozenAt ?? now),
  }
}

/** What the sample editors do: the folder of their texts, whether it is the first day, and the minutes until the hour. */
interface Editors {
  samples: string
  isFirst: boolean
  minutes: number
}

/** Collects and makes the drafts of all digests, with the texts of the sample editors; existing drafts are left unchanged. */
export async function makeDrafts(
  context: Context,
  digests: readonly Digest[],
  { samples, isFirst, minutes }: Editors,
): Promise<{ sources: Collected[]; collected: number }> {
  const begun = context.clock.now()
  const date = localDate(begun, digests[0]?.schedule.timeZone ?? 'UTC')
  const isMade = await Promise.all(digests.map(({ id }) => context.store.editions.byDate(id, date)))
  if (isMade.every(Boolean)) return { sources: [], collected: 0 }
  const sources = await collect(context)
  const frozenAt = context.clock.now()
  const words = JSON.parse(await readFile(join(samples, 'words.json'), 'utf8')) as Words
  for (const digest of digests) {
    const { edition, created } = await compose(
      context,
      { digest, date, number: 0, frozenAt, dueAt: frozenAt.add({ minutes }) },
      commandActor,
    )
    const { note, why } = words[isFirst ? 'first' : 'second'][digest.key] ?? {}
    if (!created || edition.status !== 'draft') continue
    if (note) await setNote(context, inEdition(edition), { text: note }, commandActor)
    const [best] = await context.store.contents.items(edition.id)
    if (why && best?.section === 'news') {
      const lead = { story: best.storyId, text: 'why', words: why, of: 'edition' } as const
      await rewordStory(context, inEdition(edition), lead, commandActor)
    }
  }
  return { sources, collected: Math.round(frozenAt.since(begun).total('milliseconds')) }
}
