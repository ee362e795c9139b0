import type { BulkAction, KeptReason } from '../../core/entities/readers/bulk-action.ts'

const why: Record<KeptReason, string> = {
  'own-choice': 'left as they are, because the reader chose otherwise since',
  'as-it-is': 'were so already',
  gone: 'are gone',
  suppressed: 'left as they are, because the address is suppressed',
  'left-self': 'left as they are, because they unsubscribed themselves',
}

/** What became of the readers of an action: `3 changed, 1 were so already`. */
export function bulkCounts({ state, counts }: BulkAction): string {
  if (state === 'undone')
    return `${counts.undone} put back${counts.undoKept > 0 ? `, ${counts.undoKept} left as they are now` : ''}`
  const kept = Object.entries(counts.kept).map(([reason, count]) => `${count} ${why[reason as KeptReason]}`)
  return [`${counts.changed} changed`, ...kept].join(', ')
}
