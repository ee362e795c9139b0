import { basename, dirname } from 'node:path'
import { decodeDocument } from '../text/charset.ts'
import type { RawDocument, ReadDocument } from './document.ts'
import { readStoryFile } from '../kinds/folder-item.ts'

/** Reads an editor's file, identified by its path, as one story. */
export function readStory(raw: RawDocument): ReadDocument {
  const { text, charset } = decodeDocument(raw)
  const file = readStoryFile(basename(raw.where), text, dirname(raw.where), raw.timeZone)
  if (!file.ok) return { ok: false, reason: file.reason, problem: 'malformed' }
  return {
    ok: true,
    kind: 'story',
    charset,
    title: file.item.headline,
    items: [{ ...file.item, position: 0, fingerprint: null }],
    same: [],
    repairs: [],
    notes: file.notes,
    freshFor: null,
  }
}
