import { hash } from 'node:crypto'
import type { StoredBlock } from '../../core/entities/editions/contents.ts'

/** What an approval binds of the blocks, whatever their order: any other byte of any of them makes it another. */
export function blocksHash(blocks: readonly StoredBlock[]): string {
  const parts = blocks
    .map(({ key, html, text, size }) => [key, html, text, size] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return hash('sha256', JSON.stringify(parts), 'base64url')
}
