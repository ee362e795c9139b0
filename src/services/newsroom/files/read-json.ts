import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import { said, text, type Said } from '../../../core/said/said.ts'
import { findings } from './newsroom-file.ts'

/** Reads a JSON file by its schema; what is wrong with it is added to `faults`, each with its place. */
export async function readJson<T>(path: string, schema: z.ZodType<T>, faults: Said[]): Promise<T | null> {
  let value: unknown
  try {
    value = JSON.parse((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''))
  } catch (error) {
    const why =
      error instanceof SyntaxError
        ? said('file-not-json', { why: text(error.message) })
        : said('file-unreadable')
    faults.push(said('fault-in', { place: path, why }))
    return null
  }
  const read = schema.safeParse(value)
  if (read.success) return read.data
  faults.push(...findings(path, read.error))
  return null
}
