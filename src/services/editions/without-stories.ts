import type { Item, Sheet } from '../../core/entities/sheet.ts'

/** A sheet without some stories: if one of them led, the next one leads, and no update names one of them. */
export function withoutStories(sheet: Sheet, storyIds: ReadonlySet<number>): Sheet {
  if (storyIds.size === 0) return sheet
  const stays = ({ storyId }: { storyId: number }) => !storyIds.has(storyId)
  return {
    ...sheet,
    news: sheet.news.filter(stays).map((item) => withoutFormer(item, storyIds)),
    analyses: sheet.analyses.filter(stays),
    earlier: sheet.earlier.filter(stays),
    corrections: sheet.corrections.filter(stays),
  }
}

function withoutFormer(item: Item, storyIds: ReadonlySet<number>): Item {
  if (!item.follows || !storyIds.has(item.follows.storyId)) return item
  const { follows: _, ...alone } = item
  return alone
}
