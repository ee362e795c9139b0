import type { FileRow, ListFacts, ListSource } from '../../../../src/core/entities/imports/list-facts.ts'
import { sourceInMemory } from '../../../../src/core/list-source.ts'
import { english } from '../../../../src/core/said/sentence.ts'
import { openList } from '../../../../src/services/imports/files/open-list.ts'
import { decodeList } from '../../../../src/sources/text/list-charset.ts'

/** A list in chunks of this many bytes. */
export function inPieces(bytes: Buffer, size: number): ListSource {
  return {
    name: 'list',
    bytes: bytes.length,
    async *chunks(from = 0) {
      for (let at = from; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
    },
  }
}

/** Opens a list and reads all of it; throws the reason of a refusal. */
export async function opening(
  list: string | Buffer | ListSource,
  {
    sheet = null,
    encoding = null,
    name = '',
  }: Partial<Pick<ListFacts, 'sheet' | 'encoding'>> & { name?: string } = {},
): Promise<{ facts: ListFacts; rows: FileRow[] }> {
  const inMemory = typeof list === 'string' || Buffer.isBuffer(list)
  const source = inMemory ? sourceInMemory(name, Buffer.from(list)) : list
  const opened = await openList({ decodeList }, source, { sheet, encoding })
  if (!opened.ok) throw new Error(english(opened))
  const rows: FileRow[] = []
  for await (const batch of opened.list.batches()) rows.push(...batch.rows)
  return { facts: opened.list.facts, rows }
}
