import type { ShownAnalysis } from './cut-analyses.ts'
import type { CutTable, EarlierRow, Forms, NewsRow } from './cut-table.ts'

/** A story of today as one reader receives it. */
export interface Placed {
  row: NewsRow
  at: number
  forms: Forms
  form: 'lead' | 'normal' | 'brief'
}

/** What one reader receives, before it is ordered. */
export interface Selection {
  /** Best first; the first is the lead. */
  news: Placed[]
  /** Left out to fit the size, best first. */
  gone: Placed[]
  earlier: EarlierRow[]
  /** Only of stories that this reader was shown. */
  corrections: EarlierRow[]
  analyses: ShownAnalysis[]
}

/** The fewest stories for which an e-mail has "In brief" under its lead. */
const briefFrom = 8
const mostBrief = 4
const leastBrief = 3

/**
 * The stories under "In brief": the best ranked after the lead, each of a topic that neither the lead nor another of them has, up to four;
 * with fewer topics, the best of the rest make up three. Only those that link to a page.
 */
export function inBrief(news: readonly Placed[]): Placed[] {
  if (news.length < briefFrom) return []
  const [lead, ...others] = news.filter(({ row }, index) => index === 0 || row.item.link !== null)
  const seen = new Set([lead?.at])
  const picked = new Set<Placed>()
  for (const placed of others) {
    if (picked.size === mostBrief) break
    if (seen.has(placed.at)) continue
    seen.add(placed.at)
    picked.add(placed)
  }
  for (const placed of others) {
    if (picked.size >= leastBrief) break
    picked.add(placed)
  }
  return others.filter((placed) => picked.has(placed))
}

const countsOf = (table: CutTable, placed: readonly Placed[]): number[] => {
  const counts = table.topics.map(() => 0)
  for (const { at } of placed) counts[at] = (counts[at] ?? 0) + 1
  return counts
}

/** Total bytes of a selection; NaN if one of its blocks has no size. */
export function sizeOf(table: CutTable, { news, gone, earlier, corrections, analyses }: Selection): number {
  const { fixed, sections, sheet } = table
  let sum = fixed.head.size + fixed.masthead.size + fixed.intro.size + fixed.footer.size + fixed.tail.size
  if (sheet.note) sum += fixed.note.size
  const named = inBrief(news)
  if (named.length > 0) sum += fixed.inBriefHead.size
  for (const { row } of named) sum += row.line.size
  for (const { forms, form } of news) sum += forms[form].size
  const counts = countsOf(table, news.slice(1))
  const goneCounts = countsOf(table, gone)
  for (const [at, section] of sections.entries()) {
    if (counts[at] || goneCounts[at]) sum += section.head.size
    if (goneCounts[at]) sum += section.more.size
  }
  if (corrections.length > 0) sum += fixed.correctionsHead.size
  for (const { piece } of corrections) sum += piece.size
  if (earlier.length > 0) sum += fixed.since.size
  for (const { piece } of earlier) sum += piece.size
  if (analyses.length > 0) sum += fixed.analysisHead.size
  for (const { piece } of analyses) sum += piece.size
  return sheet.profile ? sum + fixed.profile.size : sum
}

/**
 * Makes a selection fit the budget: first the lowest-ranked become brief, then earlier stories are dropped, then today's, lowest first but
 * never the lead; pinned stories are dropped last.
 */
export function fit(table: CutTable, selection: Selection, budget: number): void {
  const { news, gone, earlier } = selection
  let size = sizeOf(table, selection)
  for (let index = news.length - 1; index > 0 && size > budget; index--) {
    const placed = news[index]
    if (!placed || placed.row.item.isPinned || placed.forms.brief.size >= placed.forms.normal.size) continue
    placed.form = 'brief'
    size += placed.forms.brief.size - placed.forms.normal.size
  }
  while (size > budget && earlier.length > 0) {
    size -= earlier.pop()?.piece.size ?? 0
    if (earlier.length === 0) size -= table.fixed.since.size
  }
  while (size > budget && news.length > 1) {
    const last = news.findLastIndex(({ row }, index) => index > 0 && !row.item.isPinned)
    gone.unshift(...news.splice(last > 0 ? last : news.length - 1, 1))
    size = sizeOf(table, selection)
  }
}
