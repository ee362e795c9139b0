/** Readers of a list of changes, by who gets whose address: whoever gives up an address comes before the one who gets it. */
export interface AddressChain<Move> {
  moves: Move[]
  /** Where they change addresses in a circle: the one whose address the first of them gets. */
  first: Move | null
}

/** The chains of a list of changes; `holder` gives who has the address that one is to get, and is to get another one themselves. */
export function addressChains<Move>(
  moves: readonly Move[],
  holder: (move: Move) => Move | undefined,
): AddressChain<Move>[] {
  const chains = new Map<Move, AddressChain<Move>>()
  for (const move of moves) {
    const walked = new Set<Move>()
    let next: Move | undefined = move
    while (next && !chains.has(next) && !walked.has(next)) {
      walked.add(next)
      next = holder(next)
    }
    if (walked.size === 0) continue
    const circle = next && walked.has(next) ? next : null
    const chain: AddressChain<Move> = (next && chains.get(next)) ?? { moves: [], first: circle }
    chain.moves.push(...[...walked].toReversed())
    for (const one of walked) chains.set(one, chain)
  }
  return [...new Set(chains.values())]
}
