import type { CheckResult } from '../../../core/entities/check.ts'
import { systemActor } from '../../../core/entities/actor.ts'
import { AppError } from '../../../core/errors.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import { alertHeld } from '../../alerts/alert-approvals.ts'
import type { Context } from '../../context.ts'
import { approve, type Approved } from '../approve.ts'
import { inEdition, makeChange } from '../changing/make-change.ts'
import { saidOf, said, type Said } from '../../../core/said/said.ts'

/** Leaving one story out may reveal a fault in another, but not endlessly. */
const mostRounds = 4

/**
 * Approves a draft by the rule `auto`. If checks block it, the stories that they name are left out for that reason; a fault of the whole
 * edition leaves it for a person, and alerts the editors once per revision.
 */
export async function approveByRule(context: Context, digest: Digest, edition: Edition): Promise<Approved> {
  let current = edition
  for (let round = 1; ; round++) {
    const approved = await approve(context, current, systemActor)
    if (approved.ok || approved.blocking.length === 0) return approved
    const stories = await storiesToLeaveOut(context, current, approved.blocking)
    if (stories === null || round === mostRounds) {
      await alertHeld(context, digest, current, approved.blocking)
      return approved
    }
    current = await leaveOut(context, current, stories)
  }
}

/** The reason to leave out each story; null if a fault concerns the whole edition, or a story that is not this edition's own. */
async function storiesToLeaveOut(
  { store }: Pick<Context, 'store'>,
  { id }: Edition,
  blocking: readonly CheckResult[],
): Promise<Map<number, Said> | null> {
  const own = new Set((await store.contents.items(id)).map(({ storyId }) => storyId))
  const stories = new Map<number, Said>()
  for (const result of blocking) {
    const { place } = result
    if (place.kind !== 'story' || !own.has(place.story)) return null
    if (!stories.has(place.story)) stories.set(place.story, saidOf(result))
  }
  return stories
}

/** Leaves stories out of a draft, each by a change that can be undone; the reason is stored as its outcome. */
async function leaveOut(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  { id, digestId, revision, date }: Edition,
  reasons: ReadonlyMap<number, Said>,
): Promise<Edition> {
  const at = clock.now()
  return store.transaction(async (tx) => {
    await tx.lock('changes')
    await tx.editions.lock(id)
    const current = await tx.editions.byId(id)
    const meanwhile = new AppError('conflict', said('edition-changed-meanwhile', { date: date.toString() }))
    if (current?.revision !== revision) throw meanwhile
    const items = await tx.contents.items(id)
    for (const story of reasons.keys()) {
      const making = { tx, basis: inEdition(current), actor: systemActor, at }
      const changed = await makeChange(making, { kind: 'leave-out', story })
      if (!changed.ok) throw meanwhile
    }
    const outcomes = items.flatMap(({ storyId, score }) => {
      const reason = reasons.get(storyId)
      return reason === undefined ? [] : [{ storyId, gate: 'check', reason, score, duplicateOf: null }]
    })
    await tx.contents.putOutcomes(digestId, id, outcomes, at)
    return (await tx.editions.byId(id)) ?? current
  })
}
