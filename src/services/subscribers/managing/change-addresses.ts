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
import { readAddressList } from './address-list.ts'
import type { AddressChain } from './address-chains.ts'
import { chainsOf, movesOf, type Fault, type Move } from './address-moves.ts'
import { whyNotAddress, writeAddress } from './replace-address.ts'

interface By {
  actor: Actor
  at: Temporal.Instant
}

/** The result of a list of address changes. */
export interface ChangedAddresses {
  changed: number
  faults: Fault[]
  /** False after a dry run, or if faults prevented all changes. */
  written: boolean
}

/** Lines of a list; a longer one would block other writes for too long. */
const mostLines = 20_000

/**
 * Replaces many readers' addresses by a list of old and new ones, in one transaction; choices and history stay. Readers may get each other's
 * addresses: an old address is that of whoever had it before, or else of whoever got it by an earlier line. A fault prevents all changes, unless
 * `partly` allows the lines that do not depend on it; a dry run is the same, rolled back. Throws `bad-input` for a list that is too long.
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
      // In order with readers who change theirs by their own link.
      await tx.lock('addresses')
      const moves = await movesOf(tx, key, lines, result.faults, actor)
      for (const chain of await chainsOf(tx, key, moves)) {
        const faults = await faultsOf(tx, key, chain, actor)
        result.faults.push(...faults)
        if (faults.length === 0) result.changed += await write(tx, key, chain, { actor, at })
      }
      result.faults.sort((a, b) => a.line - b.line)
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

/** The faults of a chain: with a fault in one line, none of it can be changed. */
async function faultsOf(
  tx: Transaction,
  key: Buffer,
  { moves }: AddressChain<Move>,
  actor: Actor,
): Promise<Fault[]> {
  const leaving = new Set(moves.map(({ subscriberId }) => subscriberId))
  const taken = new Set<string>()
  const found = new Map<Move, Said>()
  for (const move of moves.toSorted((a, b) => (a.lines[0] ?? 0) - (b.lines[0] ?? 0))) {
    const why = await whyNotAddress(tx, key, move, actor, leaving)
    const hash = addressHash(key, move.to)
    if (why) found.set(move, saidOf(why))
    else if (taken.has(hash)) found.set(move, said('address-taken', { address: move.to }))
    taken.add(hash)
  }
  const [first] = found.keys()
  if (!first) return []
  const depends = said('address-chain', { line: first.lines[0] ?? 0 })
  return moves.flatMap((move) => move.lines.map((line) => ({ line, says: found.get(move) ?? depends })))
}

/** Writes a chain without faults; returns the number of its lines. */
async function write(
  tx: Transaction,
  key: Buffer,
  { moves, first }: AddressChain<Move>,
  by: By,
): Promise<number> {
  if (first) await putAside(tx, key, first)
  for (const move of moves) {
    const hash = move === first ? asideHash(move) : addressHash(key, move.from)
    const put = await writeAddress(tx, key, { ...move, hash }, by)
    if (!put.ok) throw new AppError('conflict', saidOf(put))
  }
  return moves.reduce((sum, { lines }) => sum + lines.length, 0)
}

const asideHash = ({ subscriberId }: Move): string => `moving:${subscriberId}`

/** In a circle, one reader has to give up their address first, as no two readers can have the same. */
const putAside = (tx: Transaction, key: Buffer, move: Move): Promise<boolean> =>
  tx.ownData.changeAddress(
    move.subscriberId,
    { hash: addressHash(key, move.from) },
    { email: move.from, hash: asideHash(move) },
  )
