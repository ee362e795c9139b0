import { dirname, relative, resolve, sep } from 'node:path'
import { AppError } from '../core/errors.ts'
import type { Topic } from '../core/newsroom.ts'
import { newsroomFile, topicsFile, type NewsroomFile } from './newsroom-file.ts'
import { readPng, type Png } from './png.ts'
import { readJson } from './read-json.ts'

/** A newsroom's seeds, read and checked. */
export interface NewsroomSeed {
  file: NewsroomFile
  topics: Topic[]
  /** Flags by the path that the file names. */
  flags: Map<string, Png>
}

/**
 * Reads a newsroom file, the flags it names, and the topics. Throws `bad-input` with every fault of all of them at
 * once, each with its place.
 */
export async function readNewsroom(path: string, topicsPath: string): Promise<NewsroomSeed> {
  const faults: string[] = []
  const file = await readJson(path, newsroomFile, faults)
  const topics = await readJson(topicsPath, topicsFile, faults)
  const flags = file ? await readFlags(file, path, faults) : new Map<string, Png>()
  if (file && topics) faults.push(...unknownTopics(file, topics, path, topicsPath))
  if (!file || !topics || faults.length > 0)
    throw new AppError('bad-input', 'the newsroom cannot be read; nothing was changed', { details: faults })
  return { file, topics, flags }
}

async function readFlags(file: NewsroomFile, path: string, faults: string[]): Promise<Map<string, Png>> {
  const folder = dirname(resolve(path))
  const flags = new Map<string, Png>()
  for (const [index, { flag }] of file.profiles.entries()) {
    if (flag === null) continue
    const place = resolve(folder, flag)
    const isInside = !relative(folder, place).split(sep).includes('..')
    const png = isInside
      ? await readPng(place)
      : { ok: false as const, reason: 'lies outside the folder of the file' }
    if (png.ok) flags.set(flag, png.png)
    else faults.push(`${path}: profiles[${index}].flag: ${flag} ${png.reason}`)
  }
  return flags
}

function unknownTopics(file: NewsroomFile, topics: Topic[], path: string, topicsPath: string): string[] {
  const known = new Set(topics.map((topic) => topic.id))
  return file.digests.flatMap((digest, d) =>
    digest.topics.flatMap((id, t) =>
      known.has(id) ? [] : [`${path}: digests[${d}].topics[${t}]: ${topicsPath} has no topic “${id}”`],
    ),
  )
}
