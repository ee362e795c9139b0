import type { BulkKind } from '../../../../core/entities/readers/bulk-action.ts'
import { erase } from './erase.ts'
import type { BulkWork } from './kind.ts'
import { pause } from './pause.ts'
import { resubscribe, stop } from './stop.ts'
import { tag, untag } from './tag.ts'

/** The implementation of each kind. */
export const bulkWork: Record<BulkKind, BulkWork> = { tag, untag, pause, stop, resubscribe, erase }
