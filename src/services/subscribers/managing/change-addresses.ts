import { addressHash } from '../../../core/addresses/address.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import { sourceInMemory } from '../../../core/list-source.ts'
import { AppError } from '../../../core/errors.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { said, saidOf, type Said } from '../../../core/said/said.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { keptIf } from '../../kept-if.ts'
import { suppressionKey } from '../suppression-key.ts'
import { readAddressList, type AddressLine } from './address-list.ts'
import { putAddress } from './replace-address.ts'

/** The result of a list of address changes. */
export interface ChangedAddresses {
  changed: number
  faults: { line: number; says: Said }[]
  /** False after a dry run, or if faults prevented all changes. */
  written: boolean
}

/** Lines of a list; a longer one would block other writes for too long. */
const mostLines = 20_000

/**
 * Replaces many readers' addresses by a list of old and new ones, in one transaction; choices and history stay. A fault prevents all
 * changes, unless `partly` allows the other lines; a dry run is the same, rolled back. Throws `bad-input` for a list that is too long.
 */
export async function changeAddresses(
  context: Pick<Context, 'store' | 'clock' | 'decodeList'>,
  bytes: Buffer,
  { dryRun, partly }: { dryRun: boolean; partly: boolean },
  actor: Actor,
): Promise<ChangedAddresses> {
  requirePermission(actor, 'change-subscribers', null)
  const lines = [...readAddressList(await textOf(context, bytes))]
  if (lines.length === 0) throw new AppError('bad-input', said('address-list-empty'))
  if (lines.length > mostLines)
    throw new AppError('bad-input', said('address-list-long', { most: mostLines }))
  const key = await suppressionKey(context)
  const at = context.clock.now()
  return keptIf(
    context.store,
    ({ written }: ChangedAddresses) => written,
    async (tx) => {
      const result: ChangedAddresses = { changed: 0, faults: [], written: false }
      for (const line of lines) {
        const says = line.ok ? await change(tx, key, line, { actor, at }) : line.says
        if (says) result.faults.push({ line: line.line, says })
        else result.changed += 1
      }
      result.written = !dryRun && result.changed > 0 && (partly || result.faults.length === 0)
      return result
    },
  )
}

/** The whole text of a list in any supported encoding; such lists are small. */
async function textOf({ decodeList }: Pick<Context, 'decodeList'>, bytes: Buffer): Promise<string> {
  const { texts } = await decodeList(sourceInMemory('addresses', bytes))
  let text = ''
  for await (const piece of texts()) text += piece.text
  return text
}

/** Changes one address; returns why if that is not possible. */
async function change(
  tx: Transaction,
  key: Buffer,
  { from, to }: Extract<AddressLine, { ok: true }>,
  by: { actor: Actor; at: Temporal.Instant },
): Promise<Said | null> {
  const [known] = await tx.subscribers.byHash(addressHash(key, from))
  if (!known) return said('address-unknown', { address: from })
  const put = await putAddress(tx, key, { subscriberId: known.subscriberId, from: known.email, to }, by)
  return put.ok ? null : saidOf(put)
}
