import { createHash } from 'node:crypto'
import type { SourceItem } from '../../../core/entities/story.ts'
import { normalized } from '../../../core/text/text.ts'

// A word without spaces may be as long as its headline; the URL has to stay short enough to be shared.
const longest = 100

/** The path of a story's own page: its headline in ASCII words, and six characters that make it unique and permanent. */
export function slugFor(item: Pick<SourceItem, 'id' | 'headline'>, sourceId: number): string {
  const words = normalized(item.headline, 'NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .match(/[a-z0-9]+/g)
  const mark = createHash('sha256').update(`${sourceId}\0${item.id}`).digest('hex').slice(0, 6)
  return `${(words ?? ['story']).slice(0, 8).join('-').slice(0, longest)}-${mark}`
}
