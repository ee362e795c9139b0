/** Hits, false alarms and misses. */
export interface Count {
  hit: number
  alarm: number
  miss: number
}

export const precision = ({ hit, alarm }: Count): number => (hit + alarm === 0 ? 1 : hit / (hit + alarm))
export const recall = ({ hit, miss }: Count): number => (hit + miss === 0 ? 1 : hit / (hit + miss))
export function f1(count: Count): number {
  const [p, r] = [precision(count), recall(count)]
  return p + r === 0 ? 0 : (2 * p * r) / (p + r)
}

export const figures = (count: Count): string =>
  `P ${precision(count).toFixed(3)}  R ${recall(count).toFixed(3)}  F1 ${f1(count).toFixed(3)}`

/** By name, how often it was found correctly, wrongly and not at all. */
export function counted<Item>(
  items: readonly Item[],
  told: (item: Item) => readonly string[],
  given: (item: Item) => readonly string[],
): Map<string, Count> {
  const counts = new Map<string, Count>()
  const at = (name: string): Count => {
    const count = counts.get(name) ?? { hit: 0, alarm: 0, miss: 0 }
    counts.set(name, count)
    return count
  }
  for (const item of items) {
    const [found, label] = [new Set(told(item)), new Set(given(item))]
    for (const name of found) at(name)[label.has(name) ? 'hit' : 'alarm'] += 1
    for (const name of label) if (!found.has(name)) at(name).miss += 1
  }
  return counts
}

export function summed(counts: Map<string, Count>): Count {
  const all = { hit: 0, alarm: 0, miss: 0 }
  for (const count of counts.values())
    for (const key of ['hit', 'alarm', 'miss'] as const) all[key] += count[key]
  return all
}
