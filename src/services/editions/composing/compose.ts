import type { Curated, CuratedItem } from '../../../curate/curated.ts'
import { AppError } from '../../../core/errors.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Outcome } from '../../../core/entities/editions/contents.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { Repositories } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { edited, endedHolds } from './edited.ts'
import { toItem } from './to-item.ts'
import { curateInput, editionInputOf, type ComposeRequest, type EditionInput } from './edition-input.ts'
import { said } from '../../../core/said/said.ts'

export interface Composed {
  edition: Edition
  /** False if the edition existed already: nothing was changed. */
  created: boolean
}

/** How often curating starts again if its input has changed; the last attempt locks it. */
const mostTries = 3

type Deps = Pick<Context, 'store' | 'clock' | 'curator'>

/**
 * Freezes an edition and fills it: every candidate is included or gets a stored reason. A second call finds the edition of the first. An
 * edition without stories is `skipped`, with the reason. Curating happens outside the store's write lock; if its input has changed by the
 * end, it is repeated. Throws `conflict` for a date before the newest edition that carried something.
 */
export async function compose(context: Deps, request: ComposeRequest, actor: Actor): Promise<Composed> {
  requirePermission(actor, 'compose-edition', request.digest.id)
  const { store, curator } = context
  // Waits for whoever is admitting stories: anything first seen from here on is later than the freeze.
  await store.transaction((tx) => tx.lock('stories'))
  for (let tries = 1; tries < mostTries; tries++) {
    const existing = await existingFor(store, request)
    if (existing) return existing
    const editionInput = await editionInputOf(store, request)
    const curated = await curator.curate(await curateInput(store, request.digest, editionInput))
    const composed = await store.transaction(async (tx) => {
      await tx.lock('stories')
      await tx.lock('changes')
      const existing = await existingFor(tx, request)
      if (existing) return existing
      const isAsBefore = (await editionInputOf(tx, request)).state === editionInput.state
      return isAsBefore ? write(context, tx, request, editionInput, curated, actor) : null
    })
    if (composed) return composed
  }
  return store.transaction(async (tx) => {
    await tx.lock('stories')
    await tx.lock('changes')
    const existing = await existingFor(tx, request)
    if (existing) return existing
    const editionInput = await editionInputOf(tx, request)
    const curated = await curator.curate(await curateInput(tx, request.digest, editionInput))
    return write(context, tx, request, editionInput, curated, actor)
  })
}

async function existingFor(
  { editions }: Pick<Repositories, 'editions'>,
  { digest, date, number }: ComposeRequest,
): Promise<Composed | null> {
  const edition = await editions.byDate(digest.id, date, number)
  return edition && { edition, created: false }
}

async function write(
  { clock }: Deps,
  tx: Repositories,
  { digest, date, number, dueAt }: ComposeRequest,
  editionInput: EditionInput,
  curated: Curated,
  actor: Actor,
): Promise<Composed> {
  const now = clock.now()
  const { opensAt, frozenAt } = editionInput
  const window = { opensAt, frozenAt, dueAt, createdAt: now }
  const edition = await tx.editions.create({ digestId: digest.id, date, number, ...window })
  if (!edition)
    throw new AppError(
      'conflict',
      said('edition-composed-elsewhere', { digest: digest.key, date: date.toString() }),
    )
  await fill(tx, digest, edition, editionInput, curated, now)
  await tx.audit.append({ at: now, actor, action: 'compose', subject: `edition:${edition.id}` })
  return { edition: (await tx.editions.byId(edition.id)) ?? edition, created: true }
}

async function fill(
  tx: Repositories,
  digest: Digest,
  edition: Edition,
  editionInput: EditionInput,
  curated: Curated,
  now: Temporal.Instant,
): Promise<void> {
  const items = await edited(
    tx,
    editionInput,
    [...curated.news, ...curated.analyses, ...curated.corrections].map(toItem),
  )
  const isNew = (item: CuratedItem) => Temporal.Instant.compare(item.story.firstSeenAt, edition.opensAt) > 0
  await tx.contents.putItems(edition.id, items)
  await tx.changeValues.forget(endedHolds(editionInput, digest.id))
  await tx.contents.putOutcomes(digest.id, edition.id, outcomesOf(curated, isNew), now)
  if (curated.news.length > 0 || curated.corrections.length > 0 || curated.analyses.some(isNew)) {
    await tx.editions.setProfile(edition.id, curated.profile)
    return
  }
  const reason = said('skipped-no-news', { since: edition.opensAt.toString({ smallestUnit: 'minute' }) })
  await tx.editions.skip(edition.id, reason)
}

function outcomesOf(curated: Curated, isNew: (item: CuratedItem) => boolean): Outcome[] {
  const carried = [...curated.news, ...curated.analyses.filter(isNew)].map((item) => ({
    storyId: item.story.id,
    gate: 'carried',
    reason: said('several', { all: item.reasons }),
    score: item.score,
    duplicateOf: item.follows?.storyId ?? null,
  }))
  const left = curated.leftOut.map(({ duplicateOf = null, ...left }) => ({ ...left, duplicateOf }))
  return [...carried, ...left]
}
