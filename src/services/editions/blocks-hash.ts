import { hash } from 'node:crypto'
import type { StoredBlock } from '../../core/entities/editions/contents.ts'

/** The hash by which an approval binds the blocks, in any order: it changes with any byte of any block. */
export function blocksHash(blocks: readonly StoredBlock[]): string {
  const parts = blocks
    .map(({ key, html, text, size }) => [key, html, text, size] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return hash('sha256', JSON.stringify(parts), 'base64url')
}
