import type { BulkAction, KeptReason } from '../../core/entities/readers/bulk-action.ts'

const why: Record<KeptReason, string> = {
  'own-choice': 'left unchanged, because the reader has chosen otherwise since',
  'as-it-is': 'needed no change',
  gone: 'no longer exist',
  suppressed: 'left unchanged, because the address is suppressed',
  'left-self': 'left unchanged, because they unsubscribed themselves',
}

/** The results of a bulk action: `3 changed, 1 needed no change`. */
export function bulkCounts({ state, counts }: BulkAction): string {
  if (state === 'undone')
    return `${counts.undone} restored${counts.undoKept > 0 ? `, ${counts.undoKept} left unchanged` : ''}`
  const kept = Object.entries(counts.kept).map(([reason, count]) => `${count} ${why[reason as KeptReason]}`)
  return [`${counts.changed} changed`, ...kept].join(', ')
}
