import { storyOfBlock } from '../../../core/entities/sheet.ts'
import type { CheckPlace, StoryField } from '../../../core/entities/check.ts'

/** The story that a block shows, also if only its headline; null for other blocks. */
export function storyIn(key: string): number | null {
  const line = /^line:(\d+)$/.exec(key)
  return line ? Number(line[1]) : storyOfBlock(key)
}

/** Where something in a block is to be changed: in its story, or in the block itself. */
export function placeIn(key: string, field: StoryField): CheckPlace {
  const story = storyIn(key)
  return story === null ? { kind: 'block', block: key } : { kind: 'story', story, field }
}

/** A key that is equal for equal places. */
export const placeKey = (place: CheckPlace): string => JSON.stringify(place)
