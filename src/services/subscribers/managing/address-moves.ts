import { addressHash } from '../../../core/addresses/address.ts'
import { said, saidOf, type Said } from '../../../core/said/said.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import type { Transaction } from '../../../store/store.ts'
import { addressChains, type AddressChain } from './address-chains.ts'
import type { AddressLine } from './address-list.ts'
import { whyNotAddress, type AddressChange } from './replace-address.ts'

/** What is wrong with a line. */
export interface Fault {
  line: number
  says: Said
}

/** A change of a list; of more than one line where an address is changed again. */
export interface Move extends AddressChange {
  lines: number[]
}

/** What a list changes, and what is wrong with its lines. */
export async function movesOf(
  tx: Transaction,
  key: Buffer,
  lines: readonly AddressLine[],
  faults: Fault[],
  actor: Actor,
): Promise<Move[]> {
  const moves = new Map<number, Move>()
  /** By the address that somebody is to get: a later line may change it again. */
  const byNew = new Map<string, Move>()
  for (const one of lines) {
    if (!one.ok) {
      faults.push({ line: one.line, says: one.says })
      continue
    }
    const { line, from, to } = one
    const old = addressHash(key, from)
    const [known] = await tx.subscribers.byHash(old)
    const again = known ? undefined : byNew.get(old)
    if (again) {
      byNew.delete(old)
      again.to = to
      again.lines.push(line)
      byNew.set(addressHash(key, to), again)
      continue
    }
    if (!known) {
      faults.push({ line, says: said('address-unknown', { address: from }) })
      continue
    }
    const first = moves.get(known.subscriberId)
    if (first) {
      const why = await whyNotAddress(tx, key, { ...first, to }, actor)
      faults.push({ line, says: why ? saidOf(why) : said('address-twice', { line: first.lines[0] ?? 0 }) })
    } else {
      const move = { subscriberId: known.subscriberId, from: known.email, to, lines: [line] }
      moves.set(known.subscriberId, move)
      byNew.set(addressHash(key, to), move)
    }
  }
  return [...moves.values()]
}

/** Those changes by who gets whose address. */
export async function chainsOf(
  tx: Transaction,
  key: Buffer,
  moves: readonly Move[],
): Promise<AddressChain<Move>[]> {
  const byReader = new Map(moves.map((move) => [move.subscriberId, move]))
  const holders = new Map<Move, Move>()
  for (const move of moves) {
    const other = byReader.get((await tx.subscribers.idOf(addressHash(key, move.to))) ?? 0)
    if (other && other !== move) holders.set(move, other)
  }
  return addressChains(moves, (move) => holders.get(move))
}
