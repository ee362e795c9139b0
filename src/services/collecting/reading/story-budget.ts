import type { Arriving } from '../../../core/entities/stories/incoming-story.ts'

/** What is taken of new stories, and what waits for a later reading, the newest first. */
export interface Budgeted<Story> {
  taken: Set<Story>
  putOff: Story[]
}

const timeOf = ({ item }: Pick<Arriving, 'item'>): number => item.date?.epochMilliseconds ?? 0

/** Takes as many new stories as there is room for: the newest, and of the same time those its source lists first. */
export function withinStories<Story extends Pick<Arriving, 'item'>>(
  fresh: readonly Story[],
  room: number,
): Budgeted<Story> {
  const newestFirst = fresh.toSorted((a, b) => timeOf(b) - timeOf(a) || a.item.position - b.item.position)
  return { taken: new Set(newestFirst.slice(0, room)), putOff: newestFirst.slice(room) }
}
