import { readdir, realpath } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { SourceItem } from '../../core/entities/story.ts'
import { said, type Said } from '../../core/said/said.ts'
import type { ReadDocument } from '../reading/document.ts'
import type { Kind, KindTools } from './kind.ts'
import { localPath, readWithin } from './local-file.ts'
import { failure, type FetchResult, type SourceAddress } from '../fetch-result.ts'

/** Longer than any editor's story, in bytes. */
const longestFile = 1_000_000

const isStory = (name: string): boolean =>
  /\.md$/i.test(name) && !name.startsWith('.') && name.toLowerCase() !== 'readme.md'

async function storyNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory() && isStory(entry.name))
    .map((entry) => entry.name)
    .sort()
}

/** Reads one file in the thread, so that no Markdown can block the process. */
async function readOne(
  folder: string,
  name: string,
  { timeZone, options }: SourceAddress,
  { thread }: KindTools,
): Promise<ReadDocument> {
  const where = join(folder, name)
  const file = await readWithin(folder, where, longestFile)
  if (!file.ok) return { ...file, problem: 'other' }
  const document = { bytes: file.bytes, contentType: '', url: null, where, timeZone, options, mostItems: 1 }
  return thread.read('story', document)
}

async function readFolder(address: SourceAddress, tools: KindTools): Promise<FetchResult> {
  const { location } = address
  const { limits } = tools
  const folder = localPath(location)
  const names = folder === null ? null : await storyNames(folder).catch(() => null)
  if (folder === null || names === null)
    return failure(said('folder-unreadable', { path: location }), 'not-found')
  const items: SourceItem[] = []
  const notes: Said[] = []
  for (const name of names.slice(0, limits.items)) {
    const reading = await readOne(folder, name, address, tools)
    if (reading.ok) items.push(...reading.items.map((item) => ({ ...item, position: items.length })))
    const own = reading.ok ? reading.notes : [said('left-out-because', { why: reading.reason })]
    notes.push(...own.map((why) => said('fault-in', { place: name, why })))
  }
  if (names.length > limits.items) notes.push(said('only-first-files', { count: limits.items }))
  return {
    ok: true,
    unchanged: false,
    kind: 'folder',
    charset: { name: 'utf-8', from: 'utf-8' },
    title: basename(folder),
    items,
    same: [],
    repairs: [],
    notes,
    freshFor: null,
    etag: null,
    lastModified: null,
    movedTo: null,
    base: await realpath(folder),
  }
}

/** A folder of editors' files: every `*.md` except README.md, by name; no subfolders, and no links that lead out of it. */
export const folder: Kind = { name: 'folder', read: readFolder }
