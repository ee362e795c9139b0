/** Disjoint sets of indices that can be joined. */
export interface Sets {
  /** The root of an index's set: its smallest member. */
  of(index: number): number
  members(root: number): readonly number[]
  /** False, without a change, if the sets contain a pair that must stay apart. */
  join(a: number, b: number): boolean
  /** True if the two sets contain a pair that must stay apart. */
  areApart(a: number, b: number): boolean
}

/** One set for each index. Pairs in `apart` are never joined. */
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
