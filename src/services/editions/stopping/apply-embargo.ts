import type { Actor } from '../../../core/entities/actor.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { said } from '../../../core/said/said.ts'
import { alertApprovalLost } from '../../alerts/alert-approvals.ts'
import { english } from '../../../core/said/sentence.ts'
import type { Transaction } from '../../../store/store.ts'
import { takeFromWeb, type Showing, type WebDeps } from './take-from-web.ts'

export interface Embargo {
  story: number
  until: Temporal.Instant
}

interface EmbargoChange {
  actor: Actor
  at: Temporal.Instant
  /** The edition in which it was set, whose revision that change has raised. */
  editionId: number | null
}

const isBefore = (a: Temporal.Instant, b: Temporal.Instant): boolean => Temporal.Instant.compare(a, b) < 0

/** Locks for an embargo, in this order, before an edition is locked: afterwards nobody is still marking a row as in flight. */
export async function lockForEmbargo(tx: Transaction): Promise<void> {
  await tx.lock('changes')
  await tx.lock('deliveries')
}

/**
 * Applies a new embargo to every edition: one that would be sent before its end becomes a draft of a new revision, so that an approval is
 * lost; the unsent rest of one that is being sent is sent without the story; and web pages hide the story during the embargo. `showing`:
 * what showed the story before.
 */
export async function applyEmbargo(
  deps: WebDeps,
  showing: readonly Showing[],
  { story, until }: Embargo,
  change: EmbargoChange,
): Promise<void> {
  const { actor, at, editionId } = change
  if (!isBefore(at, until)) return
  const { store } = deps
  const carrying = new Set((await store.exclusions.openWith(story)).map(({ id }) => id))
  const reason = english(said('under-embargo', { until: until.toString({ smallestUnit: 'minute' }) }))
  for (const shown of showing) {
    const { id } = shown.edition
    await store.editions.lock(id)
    // It may have started meanwhile, or have another revision through the change itself.
    const edition = await store.editions.byId(id)
    if (!edition) continue
    if (edition.status === 'sending') await store.exclusions.add(id, story, { at, actor, reason })
    // An edition that shows it only among earlier stories omits it at its hour.
    else if (id !== editionId && carrying.has(id) && leavesBefore(edition, at, until))
      await takeApprovalBack(store, edition, { at, actor, reason })
    if (edition.startedAt) await takeFromWeb(deps, { ...shown, edition }, story, ({ html }) => html)
  }
}

/** Whether it is still to be sent, at an hour before an instant. */
function leavesBefore({ status, dueAt }: Edition, now: Temporal.Instant, until: Temporal.Instant): boolean {
  const isOpen = status === 'draft' || status === 'approved'
  return isOpen && isBefore(isBefore(dueAt, now) ? now : dueAt, until)
}

async function takeApprovalBack(
  store: Transaction,
  edition: Edition,
  { at, actor, reason }: { at: Temporal.Instant; actor: Actor; reason: string },
): Promise<void> {
  const { id, digestId, revision, status } = edition
  requirePermission(actor, 'edit-edition', digestId)
  if (!(await store.revisions.raise(id, revision)) || status !== 'approved') return
  await store.audit.append({ at, actor, action: 'take-back', subject: `edition:${id}`, detail: { reason } })
  await alertApprovalLost(store, edition, 'changed', actor, at)
}
