import { AppError } from '../../../core/errors.ts'
import type { SourceOptions } from '../../../core/entities/sources/source.ts'
import { sourceOptions } from '../../newsroom/files/newsroom-file.ts'
import { readJson } from '../../newsroom/files/read-json.ts'
import { said, type Said } from '../../../core/said/said.ts'

/** Reads a source's options from a JSON file. Throws `bad-input` with every fault, each with its field. */
export async function readSourceOptions(path: string): Promise<SourceOptions> {
  const details: Said[] = []
  const options = await readJson(path, sourceOptions, details)
  if (options) return options
  throw new AppError('bad-input', said('options-unreadable'), {
    details,
  })
}
