import { addressHash } from '../../../core/addresses/address.ts'
import { said, type Said } from '../../../core/said/said.ts'
import type { Transaction } from '../../../store/store.ts'
import { addressChains, type AddressChain } from './address-chains.ts'
import type { AddressLine } from './address-list.ts'
import type { AddressChange } from './replace-address.ts'

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
    } else if (known && !moves.has(known.subscriberId)) {
      const move = { subscriberId: known.subscriberId, from: known.email, to, lines: [line] }
      moves.set(known.subscriberId, move)
      byNew.set(addressHash(key, to), move)
    } else faults.push({ line, says: said('address-unknown', { address: from }) })
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
