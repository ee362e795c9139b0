import { systemActor } from '../../../core/entities/actor.ts'
import type { AwaitedPage, TypedText } from '../../../core/entities/stories/awaited-page.ts'
import type { SourceItem, Story } from '../../../core/entities/story.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { inEdition, makeChange } from '../changing/make-change.ts'
import { admitAdded } from './admit-added.ts'

/**
 * Fills in what the page of an added story says: in the story and, as changes by the system, in its edition while that is a draft. What the
 * editor typed, or has changed since, is kept; an approved edition is left unchanged.
 */
export async function fillIn(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  page: AwaitedPage,
  item: SourceItem,
): Promise<void> {
  await store.transaction(async (tx) => {
    await tx.lock('stories')
    await tx.lock('changes')
    if (!(await tx.awaitedPages.read(page.storyId))) return
    const [was] = await tx.stories.byIds([page.storyId])
    const digest = await tx.digests.byId(page.digestId)
    if (!was || !digest) return
    const own = (text: TypedText) => (page.typed.includes(text) ? was[text] : null)
    const typed = { link: was.link, headline: own('headline'), text: own('summary'), source: was.sourceName }
    await admitAdded(tx, { typed, page: item, id: was.guid, digest }, clock.now())
    await fillEdition(tx, page, was, clock.now())
  })
}

async function fillEdition(
  tx: Transaction,
  page: AwaitedPage,
  was: Story,
  at: Temporal.Instant,
): Promise<void> {
  const { storyId, digestId, date, editionId } = page
  const edition = await (editionId === null
    ? tx.editions.byDate(digestId, date)
    : tx.editions.byId(editionId))
  if (edition?.status !== 'draft') return
  const item = await tx.contents.item(edition.id, storyId)
  const [now] = await tx.stories.byIds([storyId])
  if (!item || !now) return
  const filled = (['headline', 'summary'] as const).filter(
    (kind) => item[kind] === was[kind] && now[kind] !== was[kind],
  )
  const isShown = (await tx.contents.items(edition.id)).some((one) => one.storyId === storyId)
  const making = { tx, basis: inEdition(edition), actor: systemActor, at }
  if (isShown)
    for (const kind of filled)
      await makeChange(making, { kind, story: storyId, text: now[kind], of: 'edition' })
  // Added and undone: nobody sees a change, and the words are ready if it is included again.
  else
    await tx.contents.putItem(
      edition.id,
      Object.assign(item, ...filled.map((kind) => ({ [kind]: now[kind] }))),
    )
}
