import { block, type BlockSizes, type Cut, type LastDelivery, type Sheet } from '../../core/entities/sheet.ts'
import { type CutChoices, defaultChoices } from '../../core/entities/subscription.ts'
import { AppError } from '../../core/errors.ts'
import { chosenAnalyses } from './cut-analyses.ts'
import { fit, inBrief, sizeOf, type Placed, type Selection } from './cut-fit.ts'
import { cutTable, type CutTable } from './cut-table.ts'
import { refused, said } from '../../core/said/said.ts'

/** The most bytes of decoded HTML in an e-mail; Gmail clips at about 102,000. */
export const mailBudget = 95_000
/** The most stories of earlier editions in an e-mail. */
export const mostEarlier = 20

/** Cuts a sheet for one reader. */
export type Cutter = (choices: CutChoices, last: LastDelivery | null) => Cut

function chosenTopics({ topics, placeOf }: CutTable, choices: CutChoices): boolean[] {
  if (choices.topics.length === 0) return topics.map(() => true)
  const chosen = topics.map(() => false)
  for (const id of choices.topics) {
    const at = placeOf.get(id)
    if (at !== undefined) chosen[at] = true
  }
  return chosen
}

function placedNews(table: CutTable, chosen: readonly boolean[]): Placed[] {
  const placed: Placed[] = []
  for (const row of table.news)
    for (const { at, forms } of row.topics) {
      if (!chosen[at]) continue
      placed.push({ row, at, forms, form: placed.length === 0 ? 'lead' : 'normal' })
      break
    }
  return placed
}

function select(table: CutTable, chosen: readonly boolean[], last: LastDelivery | null): Selection {
  const lastFrozen = last?.frozenAt.epochMilliseconds ?? null
  const earlier: Selection['earlier'] = []
  if (lastFrozen !== null)
    for (const row of table.earlier) {
      if (earlier.length === mostEarlier) break
      if (row.frozenAt > lastFrozen && row.topics.some((at) => chosen[at])) earlier.push(row)
    }
  const corrections = table.corrections.filter(
    ({ item, frozenAt }) => frozenAt > (lastFrozen ?? 0) && last?.shown?.has(item.storyId),
  )
  const analyses = chosenAnalyses(table.analyses, chosen, lastFrozen ?? table.opensAt)
  return { news: placedNews(table, chosen), gone: [], earlier, corrections, analyses }
}

/** The blocks in order: lead, "In brief", then sections in the digest's order, each ranked. */
function ordered(table: CutTable, { news, gone, earlier, corrections, analyses }: Selection): string[] {
  const { fixed, sections } = table
  const stories: string[] = []
  const [lead, ...others] = news
  const lines = inBrief(news).map(({ row }) => row.line.key)
  for (const [at, section] of sections.entries()) {
    let open = false
    for (const placed of others) {
      if (placed.at !== at) continue
      if (!open) stories.push(section.head.key)
      open = true
      stories.push(placed.forms[placed.form].key)
    }
    if (!gone.some((placed) => placed.at === at)) continue
    if (!open) stories.push(section.head.key)
    stories.push(section.more.key)
  }
  const blocks = [fixed.head.key, fixed.masthead.key, fixed.intro.key]
  if (table.sheet.note) blocks.push(fixed.note.key)
  if (lead) blocks.push(lead.forms.lead.key)
  if (lines.length > 0) blocks.push(fixed.inBriefHead.key, ...lines)
  blocks.push(...stories)
  if (corrections.length > 0) blocks.push(fixed.correctionsHead.key)
  for (const { piece } of corrections) blocks.push(piece.key)
  if (earlier.length > 0) blocks.push(fixed.since.key)
  for (const { piece } of earlier) blocks.push(piece.key)
  if (analyses.length > 0) blocks.push(fixed.analysisHead.key)
  for (const { piece } of analyses) blocks.push(piece.key)
  if (table.sheet.profile) blocks.push(fixed.profile.key)
  blocks.push(fixed.footer.key, fixed.tail.key)
  return blocks
}

function moreOf(
  table: CutTable,
  gone: readonly Placed[],
): { topic: string; items: Placed['row']['item'][] }[] {
  if (gone.length === 0) return []
  return table.topics
    .map((topic, at) => ({
      topic,
      items: gone.filter((placed) => placed.at === at).map(({ row }) => row.item),
    }))
    .filter(({ items }) => items.length > 0)
}

function cutOf(
  table: CutTable,
  chosen: readonly boolean[],
  selection: Selection,
  last: LastDelivery | null,
): Cut {
  const { analyses } = selection
  const items = [...selection.news.map(({ row }) => row.item), ...selection.earlier.map(({ item }) => item)]
  const lead =
    items[0] ??
    selection.corrections[0]?.item ??
    analyses.find(({ isNew }) => isNew)?.item ??
    analyses[0]?.item
  if (!lead) return refused('cut-nothing')
  return {
    ok: true,
    blocks: ordered(table, selection),
    lead,
    news: items,
    corrections: selection.corrections.map(({ item }) => item),
    analyses: analyses.map(({ item, isNew }) => ({ item, isNew })),
    topics: table.topics.filter((_, at) => chosen[at]),
    more: moreOf(table, selection.gone),
    since: selection.earlier.length > 0 ? (last?.date ?? null) : null,
  }
}

function nothing(table: CutTable, chosen: readonly boolean[], last: LastDelivery | null): Cut {
  const names = table.sheet.topics.filter((_, at) => chosen[at]).map(({ name }) => name)
  const topics = names.length === 0 ? said('cut-no-topics') : names
  return last
    ? refused('cut-no-news-since', { topics, date: last.date.toString() })
    : refused('cut-no-news', { topics })
}

function refuseUnsized(table: CutTable, cut: Cut, sizes: BlockSizes): never {
  const missing = cut.ok ? cut.blocks.filter((key) => !sizes.has(key)) : []
  const params = { date: table.sheet.date.toString(), blocks: missing.slice(0, 5) }
  throw new AppError('template-broken', said('cut-lacks-blocks', params), { details: missing })
}

/**
 * Prepares the cuts of a sheet: what all readers share is computed once. `sizes` are bytes of decoded HTML with slots at their longest; a
 * chosen block without a size throws `template-broken`.
 */
export function prepareCut(sheet: Sheet, sizes: BlockSizes): Cutter {
  const table = cutTable(sheet, sizes)
  return (choices, last) => {
    const chosen = chosenTopics(table, choices)
    const selection = select(table, chosen, last)
    const { news, earlier, corrections, analyses } = selection
    if (news.length + earlier.length + corrections.length === 0 && !analyses.some(({ isNew }) => isNew))
      return nothing(table, chosen, last)
    fit(table, selection, mailBudget)
    const cut = cutOf(table, chosen, selection, last)
    if (Number.isNaN(sizeOf(table, selection))) refuseUnsized(table, cut, sizes)
    return cut
  }
}

/**
 * What one subscriber receives of an edition: the blocks in order, for choices, the last delivery that counts and the sizes of blocks; or
 * the reason why nothing is sent. Pure: preview, explain and delivery share it.
 */
export function cut(sheet: Sheet, choices: CutChoices, last: LastDelivery | null, sizes: BlockSizes): Cut {
  return prepareCut(sheet, sizes)(choices, last)
}

/** The public web version: all topics, all stories in full, this edition's corrections, no earlier stories, no tokens. */
export function webCut(sheet: Sheet): Cut {
  const table = cutTable(sheet, new Map(), block.webFooter)
  const chosen = chosenTopics(table, defaultChoices)
  const corrections = table.corrections.filter(
    ({ frozenAt }) => frozenAt === sheet.frozenAt.epochMilliseconds,
  )
  return cutOf(table, chosen, { ...select(table, chosen, null), corrections }, null)
}
