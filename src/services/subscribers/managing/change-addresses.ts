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

/** What a list of address changes came to. */
export interface ChangedAddresses {
  changed: number
  faults: Fault[]
  /** False on a dry run, and where faults kept everything as it was. */
  written: boolean
}

/** Lines of a list; a longer one would hold up what else is written. */
const mostLines = 20_000

/**
 * Gives many readers another address by a list of old and new ones, in one transaction; choices and history stay. Readers may get each other's
 * addresses: an old address is that of whoever had it before, or else got it by an earlier line. With a fault nothing is changed, unless `partly`
 * lets the lines in that do not depend on it; a dry run is the run, rolled back. Throws `bad-input` for a list that is too long.
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
      // As readers who change theirs by their own links: one change after the other.
      await tx.lock('addresses')
      const moves = await movesOf(tx, key, lines, result.faults)
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

/** The text of a list in any encoding that lists have; it is small. */
async function textOf({ decodeList }: Pick<Context, 'decodeList'>, bytes: Buffer): Promise<string> {
  const { texts } = await decodeList(sourceInMemory('addresses', bytes))
  let text = ''
  for await (const piece of texts()) text += piece.text
  return text
}

/** What is wrong with a chain: with one line of it, none of it can be. */
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

/** Writes a chain that is right; gives of how many lines. */
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

/** In a circle somebody has to give up their address before anybody can get another one; no two readers have the same. */
const putAside = (tx: Transaction, key: Buffer, move: Move): Promise<boolean> =>
  tx.ownData.changeAddress(
    move.subscriberId,
    { hash: addressHash(key, move.from) },
    { email: move.from, hash: asideHash(move) },
  )
