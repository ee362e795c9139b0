import type { Decisions } from './decisions.ts'
import type { Groupable } from './groupable.ts'
import { compareAll, type Compared } from './same-story.ts'

/** Two stories that may report one event although the rules separate them. */
export interface PerhapsSame<Item> {
  a: Item
  b: Item
  /** Similarity of their words, 0 to 1. */
  likeness: number
}

/** Half of what the rules require of words alone: of the labelled pairs listed from here on, fewer than a third report one event. */
const alike = 0.12

function nearMisses<Item extends Groupable>({ items, compare, into }: Compared<Item>): PerhapsSame<Item>[] {
  const best = new Map<string, PerhapsSame<Item>>()
  for (const { a, b, likeness } of compare.nearMisses(alike)) {
    const [one, other] = [items[a], items[b]]
    const groups = [into.of(a), into.of(b)].sort((x, y) => x - y)
    const key = groups.join(' ')
    if (!one || !other || groups[0] === groups[1] || into.areApart(a, b)) continue
    if (likeness > (best.get(key)?.likeness ?? 0)) best.set(key, { a: one, b: other, likeness })
  }
  return [...best.values()]
}

/**
 * Pairs of stories with similar words that names, templates, texts or times keep apart, for a person to decide. At most one pair, the most
 * similar, of any two groups, and none that a person separated; most similar first. The order of `items` does not affect the result.
 */
export function perhapsSame<Item extends Groupable>(
  items: readonly Item[],
  decisions: Decisions,
): PerhapsSame<Item>[] {
  return compareAll(items, decisions)
    .flatMap(nearMisses)
    .sort((x, y) => y.likeness - x.likeness || x.a.id - y.a.id || x.b.id - y.b.id)
}
