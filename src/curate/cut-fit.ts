import type { CutTable, EarlierRow, Forms, NewsRow, Piece } from './cut-table.ts'

/** A story of today as one reader gets it. */
export interface Placed {
  row: NewsRow
  at: number
  forms: Forms
  form: 'lead' | 'normal' | 'brief'
}

/** What one reader gets, before it is put in order. */
export interface Selection {
  /** Best first; the first leads. */
  news: Placed[]
  /** Gone for size, best first. */
  gone: Placed[]
  earlier: EarlierRow[]
  /** Of stories that this reader was shown. */
  corrections: EarlierRow[]
  analyses: { piece: Piece; isNew: boolean; at: number }[]
}

/** From this many stories on a mail has contents under its lead. */
const contentsFrom = 4
/** The contents name the best; all of a full day's would push the stories off the first screens. */
const mostListed = 8

/** The contents name the stories from the second up to, not with, this place in the order of rank; 0 for none. */
export function listedTo(news: readonly Placed[]): number {
  return news.length >= contentsFrom ? Math.min(news.length, 1 + mostListed) : 0
}

const countsOf = (table: CutTable, placed: readonly Placed[]): number[] => {
  const counts = table.topics.map(() => 0)
  for (const { at } of placed) counts[at] = (counts[at] ?? 0) + 1
  return counts
}

/** Bytes of everything that the selection comes to. NaN where a block of it has no size. */
export function sizeOf(table: CutTable, { news, gone, earlier, corrections, analyses }: Selection): number {
  const { fixed, sections, sheet } = table
  let sum = fixed.head.size + fixed.masthead.size + fixed.intro.size + fixed.footer.size + fixed.tail.size
  const listed = listedTo(news)
  if (listed > 0) sum += fixed.contents.size
  for (let index = 1; index < listed; index++) sum += news[index]?.row.line.size ?? 0
  for (const { forms, form } of news) sum += forms[form].size
  const counts = countsOf(table, news.slice(1))
  const goneCounts = countsOf(table, gone)
  for (const [at, section] of sections.entries()) {
    if (counts[at] || goneCounts[at]) sum += section.head.size
    if (goneCounts[at]) sum += section.more.size
  }
  for (const { piece } of corrections) sum += piece.size
  if (earlier.length > 0) sum += fixed.since.size
  for (const { piece } of earlier) sum += piece.size
  if (analyses.length > 0) sum += fixed.analysisHead.size
  for (const { piece } of analyses) sum += piece.size
  return sheet.profile ? sum + fixed.profile.size : sum
}

/**
 * Makes the selection fit: the lowest-ranked from normal to brief, then the lowest of the earlier
 * ones out, then the lowest of today's out, never the lead.
 */
export function fit(table: CutTable, selection: Selection, budget: number): void {
  const { news, gone, earlier } = selection
  let size = sizeOf(table, selection)
  for (let index = news.length - 1; index > 0 && size > budget; index--) {
    const placed = news[index]
    if (!placed || placed.forms.brief.size >= placed.forms.normal.size) continue
    placed.form = 'brief'
    size += placed.forms.brief.size - placed.forms.normal.size
  }
  while (size > budget && earlier.length > 0) {
    size -= earlier.pop()?.piece.size ?? 0
    if (earlier.length === 0) size -= table.fixed.since.size
  }
  while (size > budget && news.length > 1) {
    const last = news.pop()
    if (last) gone.unshift(last)
    size = sizeOf(table, selection)
  }
}
