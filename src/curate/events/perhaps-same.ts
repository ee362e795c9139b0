import type { Decisions } from './decisions.ts'
import type { Groupable } from './groupable.ts'
import { compareAll, type Compared } from './same-story.ts'

/** Two stories that may tell of one event, though the rules keep them apart. */
export interface PerhapsSame<Item> {
  a: Item
  b: Item
  /** How alike their words are, 0 to 1. */
  likeness: number
}

/** Half of what the rules ask of words alone: on labelled pairs, fewer than a third listed from here on are one event. */
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
 * Pairs of stories whose words are alike, while names, forms, texts or times do not let the rules put them together: for a person to
 * decide. One pair, the likest, of any two groups, none that a person took apart; the likest first. The same in whatever order
 * `items` come.
 */
export function perhapsSame<Item extends Groupable>(
  items: readonly Item[],
  decisions: Decisions,
): PerhapsSame<Item>[] {
  return compareAll(items, decisions)
    .flatMap(nearMisses)
    .sort((x, y) => y.likeness - x.likeness || x.a.id - y.a.id || x.b.id - y.b.id)
}
