import type { Kysely } from 'kysely'
import type { MissedEdition, MissedReason, SafeReason } from '../../../core/entities/readers/missed.ts'
import type {
  ReaderCursor,
  ReaderFilter,
  ReaderId,
  ReaderPage,
} from '../../../core/entities/readers/reader-filter.ts'
import type { Backend } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'
import { missedPart, safePart } from './missed-parts.ts'
import { partsOf, type Part } from './parts.ts'
import { countIn, placesIn, type Place } from './places.ts'
import { readerMails } from './reader-mails.ts'
import { readerPage } from './reader-page.ts'
import { readerRows } from './reader-rows.ts'

export type ReadersStore = ReturnType<typeof readersStore>

/** Readers that `ids` reads per query. */
const batchSize = 2_000

/** Readers of a digest as lists show them, found by a filter, a page at a time. */
export function readersStore(db: Kysely<Tables>, backend: Backend) {
  const pageOf = (parts: readonly Part[], after: ReaderCursor | null, count: number): Promise<ReaderPage> =>
    readerPage(db, backend, { parts, after, count })

  return {
    /** A page of at most `count` readers after a place; null: from the beginning. */
    page: (filter: ReaderFilter, now: Temporal.Instant, after: ReaderCursor | null, count: number) =>
      pageOf(partsOf(backend, filter, now), after, count),

    /** The next readers after a place, and where to continue; null at the end. */
    async batch(
      filter: ReaderFilter,
      now: Temporal.Instant,
      after: ReaderCursor | null,
      count: number,
    ): Promise<{ readers: ReaderId[]; next: ReaderCursor | null }> {
      const found = await placesIn(db, partsOf(backend, filter, now), after, count)
      const last = found.at(-1)
      const next = found.length === count && last ? { part: last.part, key: last.key, id: last.id } : null
      return {
        readers: found.map(({ subscriptionId, subscriberId }) => ({ subscriptionId, subscriberId })),
        next,
      }
    },

    /** How many there are, counted up to a limit; if it is exceeded, the limit plus one. */
    count: (filter: ReaderFilter, now: Temporal.Instant, upTo: number) =>
      countIn(db, partsOf(backend, filter, now), upTo),

    /** A page of those who got nothing of an edition for a reason. */
    missed: (edition: MissedEdition, reason: MissedReason, after: ReaderCursor | null, count: number) =>
      pageOf([missedPart(edition, reason)], after, count),

    /** How many there are, counted up to a limit. */
    countMissed: (edition: MissedEdition, reason: MissedReason, upTo: number) =>
      countIn(db, [missedPart(edition, reason)], upTo),

    /** How many of them the edition could be sent to now, because the reason no longer holds. */
    countSafe: (edition: MissedEdition, reason: SafeReason, now: Temporal.Instant, upTo: number) =>
      countIn(db, [safePart(backend, edition, reason, now)], upTo),

    /** The e-mails of a digest to one reader, newest edition first. */
    mails: (of: { subscriberId: number; digestId: number; count: number }) => readerMails(db, of),

    /** The rows of subscriptions, in the given order of ids. */
    rows: (subscriptionIds: number[]) => readerRows(db, backend, subscriptionIds),

    /** All of them, a batch at a time, in the order of the pages; concurrent changes may be missed or included. */
    async *ids(filter: ReaderFilter, now: Temporal.Instant): AsyncGenerator<ReaderId> {
      const parts = partsOf(backend, filter, now)
      let after: ReaderCursor | null = null
      for (;;) {
        const found: Place[] = await placesIn(db, parts, after, batchSize)
        for (const { subscriptionId, subscriberId } of found) yield { subscriptionId, subscriberId }
        const last = found.at(-1)
        if (found.length < batchSize || !last) return
        after = { part: last.part, key: last.key, id: last.id }
      }
    },
  }
}
