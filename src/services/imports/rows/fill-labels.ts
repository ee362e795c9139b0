import type { ImportRow, NewImportRow } from '../../../core/entities/imports/import-row.ts'
import { longestNote } from '../../../core/entities/readers/note.ts'
import { readTagName, tagKey } from '../../../core/entities/readers/tag.ts'
import { said, saidOf } from '../../../core/said/said.ts'
import type { MappedRow } from '../columns/read-mapped.ts'

const mostTags = 50

/** Adds the tags and the note of a row; returns a fault if they cannot be kept. */
export function fillLabels(made: NewImportRow, { tags, notes }: MappedRow): ImportRow['fault'] {
  const names = new Map<string, string>()
  for (const tag of tags) {
    const reading = readTagName(tag)
    if (!reading.ok) return { column: 'tags', reason: saidOf(reading) }
    names.getOrInsert(tagKey(reading.name), reading.name)
  }
  if (names.size > mostTags) return { column: 'tags', reason: said('row-many-tags', { most: mostTags }) }
  if (names.size > 0) made.tags = Object.fromEntries(names)
  const note = notes.join('\n').trim()
  if (note === '') return null
  if (!note.isWellFormed() || note.includes('\0')) return { column: 'note', reason: said('holds-control') }
  if (Array.from(note.slice(0, 2 * longestNote + 2)).length > longestNote)
    return { column: 'note', reason: said('longer-than', { most: longestNote }) }
  made.note = note
  return null
}
