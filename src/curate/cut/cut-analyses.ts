import type { AnalysisRow, Piece } from './cut-table.ts'

export interface ShownAnalysis {
  item: AnalysisRow['item']
  piece: Piece
  isNew: boolean
}

const mostAnalyses = 3

/**
 * The analyses for one reader: those of the chosen topics first, each newest first. At least one that is new to the reader is included, if
 * there is any. They are marked as new only if others are not.
 */
export function chosenAnalyses(
  rows: readonly AnalysisRow[],
  chosen: readonly boolean[],
  newAfter: number,
): ShownAnalysis[] {
  const isNew = ({ firstSeenAt }: AnalysisRow): boolean => firstSeenAt > newAfter
  const fits = ({ topics }: AnalysisRow): boolean => topics.some((at) => chosen[at])
  const all = chosen.every(Boolean) ? rows : [...rows.filter(fits), ...rows.filter((row) => !fits(row))]
  const shown = all.slice(0, mostAnalyses)
  const missed = all.slice(mostAnalyses).find(isNew)
  if (missed && !shown.some(isNew)) shown.splice(-1, 1, missed)
  const isMixed = shown.some(isNew) && !shown.every(isNew)
  return shown.map((row) => ({
    item: row.item,
    piece: isMixed && isNew(row) ? row.isNew : row.seen,
    isNew: isNew(row),
  }))
}
