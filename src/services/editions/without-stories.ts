import type { Sheet } from '../../core/entities/sheet.ts'

/** A sheet without some stories: the next one leads where one of them led. */
export function withoutStories(sheet: Sheet, storyIds: ReadonlySet<number>): Sheet {
  if (storyIds.size === 0) return sheet
  const stays = ({ storyId }: { storyId: number }) => !storyIds.has(storyId)
  return {
    ...sheet,
    news: sheet.news.filter(stays),
    analyses: sheet.analyses.filter(stays),
    earlier: sheet.earlier.filter(stays),
    corrections: sheet.corrections.filter(stays),
  }
}
