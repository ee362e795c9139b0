import type { Actor } from '../../../core/entities/actor.ts'
import type { Subscription } from '../../../core/entities/subscription.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { refused, type Refused } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { readNote } from '../read-note.ts'

/** Adds a note about a reader, who sees it when they request their data. Throws `bad-input` for a note that is empty or too long. */
export async function addNote(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  { subscriberId, digestId }: Subscription,
  written: string,
  actor: Actor,
): Promise<{ ok: true } | Refused> {
  requirePermission(actor, 'change-subscribers', digestId)
  const body = readNote(written)
  const at = clock.now()
  return store.transaction(async (tx) => {
    if (!(await tx.subscribers.lock(subscriberId))) return refused('reader-gone')
    await tx.readerNotes.add(subscriberId, body, actor, at)
    await tx.audit.append({ at, actor, action: 'add-note', subject: `subscriber:${subscriberId}` })
    return { ok: true }
  })
}

export async function removeNote(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  { subscriberId, digestId }: Subscription,
  noteId: number,
  actor: Actor,
): Promise<void> {
  requirePermission(actor, 'change-subscribers', digestId)
  const at = clock.now()
  await store.transaction(async (tx) => {
    if (await tx.readerNotes.remove(subscriberId, noteId))
      await tx.audit.append({ at, actor, action: 'remove-note', subject: `subscriber:${subscriberId}` })
  })
}
