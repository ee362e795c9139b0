/** Sets of indices that grow together. */
export interface Sets {
  /** The root of an index's set: its least member. */
  of(index: number): number
  members(root: number): readonly number[]
  /** False where the two sets hold a pair that is to stay apart; nothing changes then. */
  join(a: number, b: number): boolean
  /** True where the sets of both hold a pair that is to stay apart. */
  areApart(a: number, b: number): boolean
}

/** As many sets as indices. Pairs of `apart` never come into one set. */
export function sets(size: number, apart: readonly (readonly [number, number])[] = []): Sets {
  const root = Array.from({ length: size }, (_, index) => index)
  const members = root.map((index) => [index])
  const others = new Map<number, number[]>()
  for (const [a, b] of [...apart, ...apart.map(([a, b]) => [b, a] as const)])
    others.set(a, [...(others.get(a) ?? []), b])
  const of = (index: number): number => root[index] ?? index
  const holds = (one: number, other: number): boolean =>
    others.size > 0 &&
    (members[one] ?? []).some((index) => others.get(index)?.some((kept) => of(kept) === other) ?? false)
  return {
    of,
    members: (index) => members[of(index)] ?? [],
    areApart: (a, b) => holds(of(a), of(b)),
    join(a, b) {
      const [into, from] = [of(a), of(b)].sort((x, y) => x - y) as [number, number]
      if (into === from) return true
      if (holds(into, from)) return false
      for (const index of members[from] ?? []) {
        root[index] = into
        members[into]?.push(index)
      }
      members[from] = []
      return true
    },
  }
}
