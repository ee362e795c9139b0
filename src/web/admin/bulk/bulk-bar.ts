import { bulkKinds } from '../../../core/entities/readers/bulk-action.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { withDigest, type Admin } from '../frame/admin.ts'
import { filterQuery, type AskedReaders } from '../readers/filter-query.ts'

/** The actions that the list of readers offers for the selected ones, or for all that match the filter. */
export function bulkBar({ say, at }: Admin, asked: AskedReaders, digest: Digest, found: string) {
  return {
    action: withDigest(at('/actions'), digest),
    asked: Object.entries(asked).flatMap(([name, value]) => (value === '' ? [] : [{ name, value }])),
    all: say('bulk-all-found', { found }),
    kinds: bulkKinds.map((id) => ({ id, name: say(`bulk-choose-${id}`) })),
    export: `${at('/export')}?${filterQuery(asked, digest)}`,
  }
}
