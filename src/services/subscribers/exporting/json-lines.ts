import type { ExportedReader } from '../../../core/entities/readers/exported-reader.ts'

/** A reader as a line of JSON. */
export const jsonLine = (reader: ExportedReader, digest: string): string =>
  `${JSON.stringify({ digest, ...reader })}\n`
