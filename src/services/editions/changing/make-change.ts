import { nameActors } from '../../accounts/name-actors.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import {
  type Change,
  type ChangeKind,
  type ChangePlace,
  conflictsOf,
  type Conflict,
  type Touch,
  type Value,
} from '../../../core/entities/changes/change.ts'
import { type Ground, type Refusal, touchesOf, touchKeys } from '../../../core/entities/changes/touches.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import { keyFrom } from '../../../core/entities/changes/touch-key.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { ofOtherDigests, type OfOtherDigests } from '../of-other-digests.ts'
import type { Transaction } from '../../../store/store.ts'
import { alertApprovalLost } from '../../alerts/alert-approvals.ts'
import { refused, said, type Refused } from '../../../core/said/said.ts'

/** What a change applies to: an edition, or wishes for the digest's future edition of a date. */
export interface ChangeBasis {
  digestId: number
  date: Temporal.PlainDate
  /** Null before the freeze. */
  editionId: number | null
  /** The newest change that the author has seen; null to skip the check for conflicts. */
  seen: number | null
}

/** An edition in its current state; by default without the check for conflicts. */
export function inEdition({ id, digestId, date }: Edition, seen: number | null = null): ChangeBasis {
  return { digestId, date, editionId: id, seen }
}

export type Changed =
  | {
      ok: true
      /** Its id; null if nothing had to change. */
      change: number | null
      /** The edition's new revision; null for a wish. */
      revision: number | null
      /** Whether it revoked an approval. */
      wasApproved: boolean
    }
  | ChangeRefused

/** Why a change was not made. */
export type ChangeRefused = Refused &
  (
    | { code: 'not-changeable' | 'frozen-meanwhile' | 'no-such-story' | 'no-such-topic' | 'no-such-change' }
    | { code: Refusal }
    | OfOtherDigests
    /** Somebody changed the same thing meanwhile; both values. */
    | { code: 'changed-meanwhile'; conflicts: Conflict[] }
    /** It cannot be undone: the named change touched the same since. */
    | { code: 'changed-since'; params: { change: number; kind: ChangeKind; by: string } }
  )

export interface ChangeTx {
  tx: Transaction
  basis: ChangeBasis
  actor: Actor
  at: Temporal.Instant
}

/**
 * Makes a change in a transaction: applies it to the newest revision if nobody has touched the same since, raises that revision, and
 * revokes an approval. Returns an expected outcome if it cannot be made; then nothing is written.
 */
export async function makeChange(making: ChangeTx, change: Change): Promise<Changed> {
  const { tx, basis } = making
  const begun = await begin(tx, basis)
  if ('ok' in begun) return begun
  const keys = touchKeys(change, basis)
  const touches = touchesOf(change, basis, await groundOf(tx, basis, keys))
  if (typeof touches === 'string') return refused(touches, { story: 'story' in change ? change.story : 0 })
  const meanwhile = basis.seen === null ? [] : await tx.changes.after(basis.seen, keys)
  const conflicts = conflictsOf(touches, meanwhile)
  if (conflicts.length > 0) {
    const name = await nameActors(
      { store: tx },
      conflicts.map(({ by }) => by),
    )
    const others = conflicts.map(({ key, by }) => said('touched-by', { key, by: name(by) }))
    return { ...refused('changed-meanwhile', { others }), conflicts }
  }
  return record(making, begun.edition, { kind: change.kind, undoes: null, touches })
}

/** Locks changes, so that they happen one after the other; returns the current edition, or why it cannot be changed. */
export async function begin(
  tx: Transaction,
  basis: ChangePlace,
): Promise<{ edition: Edition | null } | ChangeRefused> {
  await tx.lock('changes')
  if (basis.editionId === null) {
    const made = await tx.editions.byDate(basis.digestId, basis.date)
    return made ? refused('frozen-meanwhile') : { edition: null }
  }
  await tx.editions.lock(basis.editionId)
  const edition = await tx.editions.byId(basis.editionId)
  if (edition && (edition.status === 'draft' || edition.status === 'approved')) return { edition }
  return refused('not-changeable', { status: edition?.status ?? 'gone' })
}

/** Writes the effects of a change, and the change itself. */
export async function record(
  making: ChangeTx,
  edition: Edition | null,
  { kind, undoes, touches }: { kind: ChangeKind; undoes: number | null; touches: Touch[] },
): Promise<Changed> {
  const { tx, basis, actor, at } = making
  requirePermission(actor, 'edit-edition', basis.digestId)
  const wasApproved = edition?.status === 'approved' && touches.length > 0
  if (touches.length === 0)
    return { ok: true, change: null, revision: edition?.revision ?? null, wasApproved }
  const refusal = await ofOthers(making, touches)
  if (refusal) return refusal
  if (edition && !(await tx.revisions.raise(edition.id, edition.revision)))
    return refused('not-changeable', { status: edition.status })
  await tx.changeValues.write(touches)
  const { digestId, date, editionId } = basis
  const revision = edition ? edition.revision + 1 : null
  if (edition?.status === 'approved') await alertApprovalLost(tx, edition, 'changed', actor, at)
  const made = { digestId, date, editionId, revision, actor, at, kind, undoes, touches }
  const change = await tx.changes.append(made)
  const subject = edition ? `edition:${edition.id}` : `digest:${digestId}`
  await tx.audit.append({ at, actor, action: kind, subject, detail: { change, touches } })
  return { ok: true, change, revision, wasApproved }
}

/** A change of a story in all digests needs the permission in each digest that has an open edition with it. */
async function ofOthers({ tx, actor }: ChangeTx, touches: readonly Touch[]): Promise<ChangeRefused | null> {
  const stories = new Set(
    touches
      .map(({ key }) => keyFrom(key))
      .flatMap(({ scope, story }) => (scope.kind === 'everywhere' ? [story] : [])),
  )
  for (const story of stories) {
    const editions = story === null ? [] : await tx.exclusions.openWith(story)
    const refusal = await ofOtherDigests(tx, actor, 'edit-edition', editions)
    if (refusal) return refusal
  }
  return null
}

async function groundOf(tx: Transaction, basis: ChangePlace, keys: readonly string[]): Promise<Ground> {
  const order = basis.editionId === null ? [] : await tx.changeValues.order(basis.editionId)
  const values = await tx.changeValues.read(keys)
  const lead = order.find(({ section }) => section === 'news')?.storyId ?? null
  return { order, value: (key) => valueOf(key) }

  function valueOf(key: string): Value {
    return basis.editionId !== null && key === `edition:${basis.editionId}/lead`
      ? lead
      : (values.get(key) ?? null)
  }
}
