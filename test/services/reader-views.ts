import type { Actor } from '../../src/core/entities/actor.ts'
import { allReaders } from '../../src/core/entities/readers/reader-filter.ts'
import { leftOverRows, rejectsFile } from '../../src/services/imports/viewing/left-over.ts'
import { findImport, listImports } from '../../src/services/imports/viewing/list-imports.ts'
import { anImport } from './imports/bring-in.ts'
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
  findImport: async ({ context }, actor) =>
    [await findImport(context, 1, actor)].filter((one) => one !== null),
  listImports: ({ context }, actor) => listImports(context, { before: null, count: 5 }, actor),
  leftOverRows: ({ context, digest }, actor) =>
    Array.fromAsync(leftOverRows(context, anImport(digest), actor)),
  rejectsFile: ({ context, digest }, actor) => Array.fromAsync(rejectsFile(context, anImport(digest), actor)),
  findReader: ({ context }, actor) => findReader(context, actor, 1),
  listReaders: ({ context, digest }, actor) =>
    listReaders(context, actor, allReaders(digest.id), { after: null, count: 5 }),
  readerDigests: ({ context }, actor) => readerDigests(context, actor),
}
