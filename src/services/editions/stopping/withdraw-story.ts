import type { Actor } from '../../../core/entities/actor.ts'
import { block } from '../../../core/entities/sheet.ts'
import { endedEditions } from '../../../core/entities/states.ts'
import { AppError } from '../../../core/errors.ts'
import { requireSomewhere } from '../../../core/permissions.ts'
import { said } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { ofOtherDigests } from '../of-other-digests.ts'
import { editionsShowing, takeFromWeb } from './take-from-web.ts'

export interface Withdrawal {
  storyId: number
  reason: string
}

export type Withdrawn =
  | {
      ok: true
      /** Editions that are still sent, or continue, without it. */
      leaving: number
      /** Pieces of web pages that now say that it was withdrawn, or are empty. */
      pieces: number
    }
  | { ok: false; code: 'already-withdrawn' | 'no-such-story'; params: { story: number } }

type Deps = Pick<Context, 'store' | 'settings' | 'renderer' | 'clock'>

/**
 * Withdraws a story everywhere: once this returns, no further e-mail contains it, no edition takes it, its own page is gone, and web pages
 * show in its place that it was withdrawn, and when. Where it led, the next story leads and gives the subject; no update names it any more.
 * E-mails in flight still contain it. It needs the permission in every digest that carries or carried it; throws `not-permitted` with the
 * names of the others.
 */
export async function withdrawStory(
  { store, settings, renderer, clock }: Deps,
  { storyId, reason }: Withdrawal,
  actor: Actor,
): Promise<Withdrawn> {
  requireSomewhere(actor, 'withdraw-story')
  return store.transaction(async (tx) => {
    const at = clock.now()
    await tx.lock('stories')
    // Whoever was marking a row as in flight has finished by then, and whoever does it later finds the counter raised.
    await tx.lock('deliveries')
    const deps = { store: tx, settings, renderer }
    const showing = await editionsShowing(deps, storyId)
    const editions = showing.map(({ edition }) => edition)
    const refusal = await ofOtherDigests(tx, actor, 'withdraw-story', editions)
    if (refusal) throw new AppError('not-permitted', said(refusal.code, refusal.params))
    if (!(await tx.exclusions.withdraw(storyId, at))) {
      const isThere = (await tx.stories.byIds([storyId])).length > 0
      return { ok: false, code: isThere ? 'already-withdrawn' : 'no-such-story', params: { story: storyId } }
    }
    const done = { leaving: 0, pieces: 0 }
    for (const { edition, sheet } of showing) {
      if (!endedEditions.includes(edition.status))
        done.leaving += Number(await tx.exclusions.add(edition.id, storyId, { at, actor, reason }))
      // A line of “In brief” is removed; the story's own place says what happened.
      const tombstone = renderer.tombstone(sheet, storyId, at)
      done.pieces += await takeFromWeb(deps, { edition, sheet }, storyId, ({ key }) =>
        key === block.line(storyId) ? '' : tombstone,
      )
    }
    const detail = { reason, editions: editions.map(({ id }) => id) }
    await tx.audit.append({ at, actor, action: 'withdraw', subject: `story:${storyId}`, detail })
    return { ok: true, ...done }
  })
}
