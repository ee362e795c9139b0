import { addressHash, readAddress } from '../../../core/addresses/address.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import { undoDays, type Import } from '../../../core/entities/imports/import.ts'
import { plus } from '../../../core/entities/imports/import-counts.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { refused, saidOf, type Refused } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { requireUndo } from '../require-import.ts'
import { suppressionKey } from '../../subscribers/suppression-key.ts'
import { undoStretch } from '../running/undo.ts'
import { undoUntil } from './undo-import.ts'

/**
 * Reverts what an import changed for one reader, within `undoDays`. `kept` if they have chosen something since, which stays; refused if it
 * is too late, or if the import did nothing for this address.
 */
export async function undoForReader(
  context: Pick<Context, 'store' | 'clock'>,
  one: Import,
  email: string,
  actor: Actor,
): Promise<{ ok: true; outcome: 'undone' | 'kept' } | Refused> {
  requirePermission(actor, 'change-subscribers', one.digestId)
  await requireUndo(context, one, actor)
  const reading = readAddress(email)
  if (!reading.ok) return refused('address-refused', { address: email, why: saidOf(reading) })
  const hash = addressHash(await suppressionKey(context), reading.address)
  const at = context.clock.now()
  const until = undoUntil(one)
  if (until === null) return refused('import-not-done')
  if (Temporal.Instant.compare(until, at) <= 0) return refused('import-too-old', { days: undoDays })
  return context.store.transaction(async (tx) => {
    const now = await tx.imports.byId(one.id)
    const subscriberId = await tx.subscribers.idOf(hash)
    const lifted = await tx.importUndos.lift(one.id, hash, 1)
    let [undone, kept] = [lifted, 0]
    if (subscriberId !== null) {
      const upTo = await tx.importUndos.last(one.id)
      const stretch = { importId: one.id, after: 0, upTo, subscriberId }
      const done = await undoStretch(tx, stretch, one.settings.basis === 'ask', at)
      undone = Math.max(undone, done.undone)
      kept = done.kept
    }
    if (now === null || undone + kept === 0)
      return refused('import-not-of-reader', { address: reading.address })
    const counts = plus(now.counts, { undone, kept })
    if (!(await tx.imports.change(one.id, 'done', { counts }))) return refused('import-gone-on')
    await tx.audit.append({
      at,
      actor,
      action: 'undo',
      subject: `import:${one.id}`,
      detail: { subscriber: subscriberId },
    })
    return { ok: true, outcome: undone > 0 ? 'undone' : 'kept' }
  })
}
