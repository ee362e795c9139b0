import { suggestedAddress } from '../../../core/addresses/verdict/address-flags.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import {
  allReaders,
  type ReaderCursor,
  type ReaderRow,
} from '../../../core/entities/readers/reader-filter.ts'
import { flagBit } from '../../../core/entities/readers/reader-flag.ts'
import type { Subscription } from '../../../core/entities/subscription.ts'
import { AppError } from '../../../core/errors.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { saidOf, type Said } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { replaceAddress } from '../managing/replace-address.ts'

/** A reader whose address looks mistyped, and the probable correction. */
export interface Typo {
  row: ReaderRow
  meant: string
}

/** A page of a digest's readers whose address looks mistyped; optionally of one import. */
export async function listTypos(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  actor: Actor,
  digest: Digest,
  { importId, after, count }: { importId: number | null; after: ReaderCursor | null; count: number },
): Promise<{ typos: Typo[]; next: ReaderCursor | null }> {
  requirePermission(actor, 'view-readers', digest.id)
  const filter = { ...allReaders(digest.id), flag: 'typo', importId } as const
  const { rows, next } = await store.readers.page(filter, clock.now(), after, count)
  const typos = rows.flatMap((row): Typo[] => {
    const meant = suggestedAddress(row.email)
    return meant === null ? [] : [{ row, meant }]
  })
  return { typos, next }
}

/**
 * Replaces readers' addresses with the probable corrections, one after the other; choices and history stay. Returns how many, and the
 * failures.
 */
export async function fixTypos(
  context: Pick<Context, 'store' | 'clock'>,
  digest: Digest,
  subscriptionIds: readonly number[],
  actor: Actor,
): Promise<{ changed: number; refused: { email: string; says: Said }[] }> {
  requirePermission(actor, 'change-subscribers', digest.id)
  let changed = 0
  const refused: { email: string; says: Said }[] = []
  for (const { subscription, meant } of await typosAmong(context, digest, subscriptionIds)) {
    const says = await fixed(context, subscription, meant, actor)
    if (says) refused.push({ email: subscription.email, says })
    else changed += 1
  }
  return { changed, refused }
}

/** Why it failed; null if it did not. An actor may lack permission for all digests of one person but not of another. */
async function fixed(
  context: Pick<Context, 'store' | 'clock'>,
  subscription: Subscription,
  meant: string,
  actor: Actor,
): Promise<Said | null> {
  try {
    const done = await replaceAddress(context, subscription, meant, actor)
    return done.ok ? null : saidOf(done)
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-permitted') return error.says
    throw error
  }
}

/** Marks addresses as correct: they are no longer listed. Returns how many. */
export async function dismissTypos(
  context: Pick<Context, 'store' | 'clock'>,
  digest: Digest,
  subscriptionIds: readonly number[],
  actor: Actor,
): Promise<number> {
  requirePermission(actor, 'change-subscribers', digest.id)
  const typos = await typosAmong(context, digest, subscriptionIds)
  const at = context.clock.now()
  return context.store.transaction(async (tx) => {
    let count = 0
    for (const { subscription } of typos.toSorted(byPerson)) {
      const { subscriberId } = subscription
      if (!(await tx.subscribers.clearFlag(subscriberId, flagBit('typo')))) continue
      const subject = `subscriber:${subscriberId}`
      await tx.audit.append({ at, actor, action: 'dismiss-typo', subject })
      count += 1
    }
    return count
  })
}

type Found = { subscription: Subscription; meant: string }

const byPerson = (one: Found, other: Found) => one.subscription.subscriberId - other.subscription.subscriberId

/** The given subscriptions that are of the digest, and whose address still looks mistyped. */
async function typosAmong(
  { store }: Pick<Context, 'store'>,
  digest: Digest,
  subscriptionIds: readonly number[],
): Promise<Found[]> {
  const found: Found[] = []
  for (const id of new Set(subscriptionIds)) {
    const subscription = await store.subscribers.byId(id)
    const meant = subscription && suggestedAddress(subscription.email)
    if (subscription && meant && subscription.digestId === digest.id) found.push({ subscription, meant })
  }
  return found
}
