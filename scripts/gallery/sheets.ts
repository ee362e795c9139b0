import type { EarlierItem, Item, Sheet } from '../../src/core/entities/sheet.ts'

/** The day before the sheet's, as the edition that carried an earlier story. */
const dayBefore = (sheet: Sheet) => ({
  editionDate: sheet.date.subtract({ days: 1 }),
  editionFrozenAt: sheet.frozenAt.subtract({ hours: 24 }),
})

/** A sheet to which editors added a note, and why the lead matters. */
export function withEditorsWords(sheet: Sheet): Sheet {
  return {
    ...sheet,
    note: 'Two reports of this morning count the Grey Strait batteries differently. We give both numbers with their sources until the verification office has counted.',
    news: sheet.news.map((item) => ({
      ...item,
      why: 'It would be the first visit by outsiders since the site was declared, and the talks on limits wait for it.',
    })),
  }
}

/** A sheet that corrects two stories of the day before, and updates one. */
export function withCorrections(sheet: Sheet): Sheet {
  const follow = (item: Item, kind: 'update' | 'correction', headline: string) => ({
    kind,
    storyId: item.storyId,
    headline,
    on: sheet.date.subtract({ days: 1 }),
    link: `${sheet.publicUrl}editions/daily/${sheet.date.subtract({ days: 1 }).toString()}#s${item.storyId}`,
  })
  const corrections = sheet.news.slice(-2).map((item, at): EarlierItem => {
    const words = [
      'An earlier version gave the number of depots as two. It is three; the third, at Orro, was counted with its neighbour.',
      'The vote was on Saturday and not on Friday, as the agency has since corrected.',
    ][at]
    const corrected = { ...item, summary: words ?? '', picture: null }
    // It was noticed in time, and is corrected by this edition.
    return {
      ...corrected,
      follows: follow(item, 'correction', item.headline.replace('a Year', 'Two Years')),
      editionDate: sheet.date,
      editionFrozenAt: sheet.frozenAt,
    }
  })
  const [lead, second, ...others] = sheet.news.slice(0, -2)
  const updated = second && { ...second, follows: follow(second, 'update', 'Tremor Felt off North Cape') }
  return {
    ...sheet,
    corrections,
    news: [...(lead ? [lead] : []), ...(updated ? [updated] : []), ...others],
    earlier: sheet.earlier.map((item) => ({ ...item, ...dayBefore(sheet) })),
  }
}
