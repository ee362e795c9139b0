import type { Selectable } from 'kysely'
import type {
  BulkAction,
  BulkCounts,
  BulkInput,
  SubscriptionState,
} from '../../../core/entities/readers/bulk-action.ts'
import type { ReaderFilter } from '../../../core/entities/readers/reader-filter.ts'
import { fromJson, orInstant, orMs, toInstant } from '../../columns.ts'
import type { BulkTables } from '../../tables/bulk.ts'

type InMs<T> = { [K in keyof T]: T[K] extends Temporal.Instant | null ? number | null : T[K] }

/** The stored form of a filter. */
export const filterText = (filter: ReaderFilter): string =>
  JSON.stringify({ ...filter, from: orMs(filter.from), until: orMs(filter.until) })

function filterIn(text: string): ReaderFilter {
  const filter = fromJson<InMs<ReaderFilter>>(text)
  return {
    ...filter,
    flag: filter.flag ?? null,
    from: orInstant(filter.from),
    until: orInstant(filter.until),
  }
}

export const inputText = (input: BulkInput): string => JSON.stringify({ ...input, until: orMs(input.until) })

function inputIn(text: string): BulkInput {
  const input = fromJson<InMs<BulkInput>>(text)
  return { ...input, until: orInstant(input.until) }
}

export const stateText = (state: SubscriptionState): string =>
  JSON.stringify({
    ...state,
    pausedUntil: orMs(state.pausedUntil),
    endedAt: orMs(state.endedAt),
  })

export function stateFrom(text: string): SubscriptionState {
  const state = fromJson<InMs<SubscriptionState>>(text)
  return { ...state, pausedUntil: orInstant(state.pausedUntil), endedAt: orInstant(state.endedAt) }
}

export function bulkAction(row: Selectable<BulkTables['bulk_actions']>): BulkAction {
  return {
    id: row.id,
    digestId: row.digest_id,
    kind: row.kind,
    state: row.state,
    filter: row.filter === null ? null : filterIn(row.filter),
    input: inputIn(row.input),
    actor: row.actor,
    frozenAt: toInstant(row.frozen_at),
    confirmedAt: orInstant(row.confirmed_at),
    finishedAt: orInstant(row.finished_at),
    total: row.total,
    cursor: row.cursor,
    counts: fromJson<BulkCounts>(row.counts),
  }
}
