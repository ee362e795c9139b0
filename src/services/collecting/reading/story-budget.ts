import type { Arriving } from '../../../core/entities/stories/incoming-story.ts'

/** Admitted and postponed new stories, newest first. */
export interface Budgeted<Story> {
  taken: Set<Story>
  putOff: Story[]
}

const timeOf = ({ item }: Pick<Arriving, 'item'>): number => item.date?.epochMilliseconds ?? 0

/** Admits as many new stories as fit: the newest first, at equal times in the order of their source. */
export function withinStories<Story extends Pick<Arriving, 'item'>>(
  fresh: readonly Story[],
  room: number,
): Budgeted<Story> {
  const newestFirst = fresh.toSorted((a, b) => timeOf(b) - timeOf(a) || a.item.position - b.item.position)
  return { taken: new Set(newestFirst.slice(0, room)), putOff: newestFirst.slice(room) }
}
