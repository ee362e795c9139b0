import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import { findings } from './newsroom-file.ts'

/** Reads a JSON file by its schema; what is wrong with it goes to `faults`, each with its place. */
export async function readJson<T>(path: string, schema: z.ZodType<T>, faults: string[]): Promise<T | null> {
  let value: unknown
  try {
    value = JSON.parse((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''))
  } catch (error) {
    const why =
      error instanceof SyntaxError ? `is not JSON: ${error.message}` : 'cannot be read; check the path'
    faults.push(`${path}: ${why}`)
    return null
  }
  const read = schema.safeParse(value)
  if (read.success) return read.data
  faults.push(...findings(path, read.error))
  return null
}
