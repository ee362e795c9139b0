import { hash } from 'node:crypto'
import type { Actor } from '../../../core/entities/actor.ts'
import type { Placing } from '../../../core/entities/changes/change.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { AwaitedPage, TypedText } from '../../../core/entities/stories/awaited-page.ts'
import type { SourceItem } from '../../../core/entities/story.ts'
import { AppError } from '../../../core/errors.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { canonicalLink } from '../../../curate/text/canonical-link.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import {
  begin,
  type ChangeBasis,
  type Changed,
  type ChangeTx,
  makeChange,
  type ChangeRefused,
} from '../changing/make-change.ts'
import { readyItem } from '../changing/ready-item.ts'
import { addedAs, admitAdded } from './admit-added.ts'
import { askForPage, mayPass, type PageRead } from './ask-for-page.ts'
import { type TypedStory, writtenStory } from './written-story.ts'
import { said, refused, type Said } from '../../../core/said/said.ts'

export interface StoryToAdd extends TypedStory {
  /** The topic of its section; null if its words decide. */
  topic: string | null
  /** Null means last of the news. */
  to: Placing | null
}

export type Added =
  | (Extract<Changed, { ok: true }> & {
      story: number
      /** It was collected before: that story is included, with its own words. */
      isKnown: boolean
      /** The state of its link's page; an `awaited` page is filled in when it has been read. */
      page: 'none' | 'read' | 'awaited' | 'unreadable'
      /** Why the page could not be read; null if it was, or if the first attempt is still running. */
      fault: Said | null
    })
  | ChangeRefused

type Deps = Pick<Context, 'store' | 'clock' | 'sources' | 'wait'>

/** Seconds that an editor waits for a page. */
const patience = 5

/**
 * Adds a story that was not collected: by its link, or by headline, text and source as typed; to an edition, or as a wish before the
 * freeze. A page that is not read within five seconds is read later, and fills in what was not typed. The link of a known story, or the
 * same words typed again for the same day, include that one. Throws `bad-input` for invalid fields, also for a link to an address that is
 * not public.
 */
export async function addStory(
  context: Deps,
  basis: ChangeBasis,
  input: StoryToAdd,
  actor: Actor,
): Promise<Added> {
  requirePermission(actor, 'edit-edition', basis.digestId)
  const typed = writtenStory(input)
  const id = canonicalLink(typed.link) ?? typedId(basis, typed)
  const isKnown = typed.link !== null && (await context.store.stories.byLink(id)) !== null
  const page = typed.link === null || isKnown ? null : await askBriefly(context, typed.link)
  return context.store.transaction(async (tx) => {
    await tx.lock('stories')
    await tx.lock('changes')
    return addIn({ tx, basis, actor, at: context.clock.now() }, { ...input, ...typed, id }, page)
  })
}

/** What was typed for a digest's day is one story, however often the same form is sent. */
function typedId({ digestId, date }: ChangeBasis, { headline, text, source }: TypedStory): string {
  const all = JSON.stringify([digestId, date.toString(), headline, text, source])
  return `typed:${hash('sha256', all, 'base64url').slice(0, 22)}`
}

/** The page, if it arrives soon; otherwise null. */
async function askBriefly(context: Deps, link: string): Promise<PageRead | null> {
  const over = new AbortController()
  const { signal } = over
  const late = context.wait(patience * 1_000, signal).then(() => null)
  const page = await Promise.race([askForPage(context, link, { seconds: patience, signal }), late])
  over.abort()
  if (page && !page.ok && page.problem === 'refused-address')
    throw new AppError('bad-input', said('added-link-unreadable', { why: page.fault }))
  return page && !page.ok && page.problem === 'timeout' ? null : page
}

async function addIn(
  making: ChangeTx,
  input: StoryToAdd & { id: string },
  page: PageRead | null,
): Promise<Added> {
  const { tx, basis, at } = making
  const { topic, to } = input
  const digest = await tx.digests.byId(basis.digestId)
  const refusal = await whyNot(tx, basis, digest, input)
  if (refusal || !digest) return refusal ?? refused('not-changeable', { status: 'gone' })
  const item = page?.ok ? page.item : null
  const known = await knownAs(tx, input.id, item)
  const story = known ?? (await admitAdded(tx, { typed: input, page: item, id: input.id, digest }, at))
  const unready = await readyItem(making, story)
  if (unready) return unready
  const changed = await makeChange(making, { kind: known === null ? 'add' : 'include', story, to, topic })
  if (!changed.ok) return changed
  if (known !== null || input.link === null)
    return { ...changed, story, isKnown: known !== null, page: 'none', fault: null }
  if (item) return { ...changed, story, isKnown: false, page: 'read', fault: null }
  const fault = page && !page.ok ? page.fault : null
  const isAwaited = page === null || (!page.ok && mayPass(page.problem))
  await awaitPage(making, story, input, { fault, nextAt: isAwaited ? at : null })
  return { ...changed, story, isKnown: false, page: isAwaited ? 'awaited' : 'unreadable', fault }
}

/** Refusals that are known before anything is written. */
async function whyNot(
  tx: Transaction,
  basis: ChangeBasis,
  digest: Digest | null,
  { topic, to }: StoryToAdd,
): Promise<ChangeRefused | null> {
  const begun = await begin(tx, basis)
  if ('ok' in begun) return begun
  if (topic !== null && !digest?.topics.includes(topic)) return refused('no-such-topic', { name: topic })
  if (to === null || basis.editionId === null) return null
  const story = 'before' in to ? to.before : to.after
  const order = await tx.changeValues.order(basis.editionId)
  return order.some(({ storyId }) => storyId === story) ? null : refused('no-such-place', { story })
}

/** The existing story: by its link as typed, or as the page itself gives it, or by what was typed. */
async function knownAs(tx: Transaction, id: string, page: SourceItem | null): Promise<number | null> {
  const own = canonicalLink(page?.link ?? null)
  const known = (await tx.stories.byLink(id)) ?? (own === null ? null : await tx.stories.byLink(own))
  return known?.id ?? addedAs(tx, id)
}

async function awaitPage(
  { tx, basis }: ChangeTx,
  storyId: number,
  { link, headline, text }: TypedStory,
  { fault, nextAt }: Pick<AwaitedPage, 'fault' | 'nextAt'>,
): Promise<void> {
  const typed: TypedText[] = [
    ...(headline === null ? [] : (['headline'] as const)),
    ...(text === null ? [] : (['summary'] as const)),
  ]
  const { digestId, date, editionId } = basis
  const tries = fault === null ? 0 : 1
  await tx.awaitedPages.add({
    storyId,
    digestId,
    date,
    editionId,
    link: link ?? '',
    typed,
    tries,
    fault,
    nextAt,
  })
  if (nextAt) await tx.jobs.wake('pages')
}
