import type { Actor } from '../../src/core/entities/actor.ts'
import { allReaders } from '../../src/core/entities/readers/reader-filter.ts'
import { countStates } from '../../src/services/subscribers/readers/count-states.ts'
import { filterChoices } from '../../src/services/subscribers/readers/filter-choices.ts'
import { findReader } from '../../src/services/subscribers/readers/find-reader.ts'
import { countReaders, listReaders } from '../../src/services/subscribers/readers/list-readers.ts'
import { readerDigests } from '../../src/services/subscribers/readers/reader-digests.ts'
import type { ViewedNewsroom } from './views.ts'

/** A call of every service that shows admins and analysts something of readers. */
export const readerViews: Record<string, (room: ViewedNewsroom, actor: Actor) => Promise<unknown>> = {
  countReaders: ({ context, digest }, actor) => countReaders(context, actor, allReaders(digest.id)),
  countStates: ({ context, digest }, actor) => countStates(context, actor, digest),
  filterChoices: ({ context, digest }, actor) => filterChoices(context, actor, digest),
  findReader: ({ context }, actor) => findReader(context, actor, 1),
  listReaders: ({ context, digest }, actor) =>
    listReaders(context, actor, allReaders(digest.id), { after: null, count: 5 }),
  readerDigests: ({ context }, actor) => readerDigests(context, actor),
}
