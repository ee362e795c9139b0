import type { Actor } from '../../../core/entities/actor.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { ReaderFilter } from '../../../core/entities/readers/reader-filter.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'
import { csvHeader, csvLine } from './csv.ts'
import { jsonLine } from './json-lines.ts'

export const exportFormats = ['csv', 'jsonl'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** Readers per chunk of some hundred kilobytes. */
const atOnce = 1_000

/**
 * The readers of a digest that match a filter, as chunks of a file, with their consent, if any: each is made when the previous one was
 * consumed, so that a slow client uses little memory. The audit log records who exported what, before the first chunk.
 */
export async function* exportReaders(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  { digest, filter, format }: { digest: Digest; filter: ReaderFilter; format: ExportFormat },
  actor: Actor,
): AsyncGenerator<string> {
  requirePermission(actor, 'change-subscribers', digest.id)
  const at = clock.now()
  const detail = { format, by: fieldsOf(filter) }
  await store.audit.append({ at, actor, action: 'export', subject: `digest:${digest.id}`, detail })
  if (format === 'csv') yield csvHeader
  const line = format === 'csv' ? csvLine : jsonLine
  for await (const page of store.readerExport.pages(filter, at, atOnce)) {
    let piece = ''
    for (const reader of page) piece += line(reader, digest.key)
    yield piece
  }
}

/** The fields of the filter, without their values, which may be addresses. */
const fieldsOf = ({ digestId: _digest, ...fields }: ReaderFilter): string[] =>
  Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [name]))
