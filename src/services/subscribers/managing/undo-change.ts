import type { Actor } from '../../../core/entities/actor.ts'
import type { ReaderChange } from '../../../core/entities/readers/reader-history.ts'
import type { Choices, Subscription } from '../../../core/entities/subscription.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { refused, said, type Refused } from '../../../core/said/said.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { suppressionKey } from '../suppression-key.ts'
import { readerSubjects } from '../readers/reader-subjects.ts'
import { putAddress } from './replace-address.ts'

/** How many changes back one can be undone from a reader's page. */
const mostChanges = 100

interface Undoing {
  tx: Transaction
  subscription: Subscription
  key: Buffer
  detail: Record<string, unknown>
  by: { actor: Actor; at: Temporal.Instant }
}
type Undo = (undoing: Undoing) => Promise<boolean>

/** What can be undone, by action; each restores the previous state, or returns false if that is no longer possible. */
const undos: Record<string, Undo> = {
  choose: async ({ tx, subscription, detail, by }) =>
    tx.subscribers.choose(subscription.id, detail['before'] as Choices, by.at),
  pause: async ({ tx, subscription, detail, by }) => {
    const digest = await tx.digests.byId(subscription.digestId)
    const zone = subscription.timeZone ?? digest?.schedule.timeZone ?? 'UTC'
    const before = String(detail['before'])
    const until = before === '' ? null : Temporal.PlainDate.from(before).toZonedDateTime(zone).toInstant()
    await tx.subscribers.pause(subscription.id, until, null, by.at)
    return true
  },
  unsubscribe: async ({ tx, subscription, detail, by }) => {
    if (!(await tx.subscribers.move(subscription.id, 'unsubscribed', 'active', by.at))) return false
    const hash = detail['suppressed']
    if (typeof hash === 'string') await tx.suppressions.lift(hash)
    return true
  },
  resubscribe: async ({ tx, subscription, detail, by }) => {
    if (typeof detail['lifted'] === 'string') return false
    if (!(await tx.subscribers.move(subscription.id, 'active', 'unsubscribed', by.at))) return false
    await tx.deliveries.withdraw(
      subscription.subscriberId,
      subscription.digestId,
      said('unsubscribed'),
      by.at,
    )
    return true
  },
  tag: async ({ tx, subscription, detail }) => {
    const tag = await tx.tags.byName(String(detail['tag']))
    return tag !== null && (await tx.tags.take(tag.id, [subscription.subscriberId])) > 0
  },
  untag: async ({ tx, subscription, detail, by }) => {
    const tag = await tx.tags.ensure(String(detail['tag']), by.at)
    return (await tx.tags.put(tag.id, [subscription.subscriberId], by.at)) > 0
  },
  'change-address': async ({ tx, subscription, key, detail, by }) => {
    if (detail['to'] !== subscription.email) return false
    const { subscriberId } = subscription
    const back = { subscriberId, from: subscription.email, to: String(detail['before']) }
    return (await putAddress(tx, key, back, by)).ok
  },
}

/** Changes that record the previous state. */
const isComplete = ({ action, detail }: ReaderChange): boolean =>
  action === 'choose' || action === 'pause' || action === 'change-address'
    ? detail['before'] !== undefined
    : action !== 'unsubscribe' || typeof detail['reason'] === 'string'

/** Groups actions: a later change of the same kind prevents an undo. */
const kindOf = (action: string): string => {
  const done = action.replace(/^undo-/, '')
  return done === 'resubscribe' || done === 'confirm' ? 'unsubscribe' : done
}

/** The changes of a reader, newest first, that an admin may undo: those without a later one of the same kind. */
export function undoable(changes: readonly ReaderChange[]): ReaderChange[] {
  const later = new Set<string>()
  return changes.filter((change) => {
    const kind = kindOf(change.action)
    const what = kind === 'tag' || kind === 'untag' ? `tag ${String(change.detail['tag'])}` : kind
    const isLast = !later.has(what)
    later.add(what)
    const isAdmins = change.actor.startsWith('account:')
    return isLast && isAdmins && change.action in undos && isComplete(change)
  })
}

const tagIn = ({ detail: { tag } }: ReaderChange) => (typeof tag === 'string' ? { tag } : {})

/**
 * Undoes one change of a reader by its id; refuses if something of the same kind came after it, or it does not record the previous state.
 */
export async function undoReaderChange(
  context: Pick<Context, 'store' | 'clock'>,
  { id, digestId }: Subscription,
  changeId: number,
  actor: Actor,
): Promise<{ ok: true } | Refused> {
  requirePermission(actor, 'change-subscribers', digestId)
  const key = await suppressionKey(context)
  const at = context.clock.now()
  return context.store.transaction(async (tx) => {
    const subscription = await tx.subscribers.byId(id)
    if (!subscription || !(await tx.subscribers.lock(subscription.subscriberId)))
      return refused('reader-gone')
    const changes = await tx.audit.ofAny(readerSubjects(subscription), mostChanges)
    const change = undoable(changes).find((one) => one.id === changeId)
    const undo = change && undos[change.action]
    if (!undo) return refused('change-not-undone')
    if (typeof change.detail['suppressed'] === 'string') requirePermission(actor, 'change-suppressions', null)
    if (!(await undo({ tx, subscription, key, detail: change.detail, by: { actor, at } })))
      return refused('change-not-undone')
    const detail = { ...tagIn(change), change: change.id }
    await tx.audit.append({
      at,
      actor,
      action: `undo-${kindOf(change.action)}`,
      subject: change.subject,
      detail,
    })
    return { ok: true }
  })
}
