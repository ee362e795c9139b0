import type { Actor } from '../../../core/entities/actor.ts'
import type { Import } from '../../../core/entities/imports/import.ts'
import type { ImportField } from '../../../core/entities/imports/import-field.ts'
import type { FileRow, ListFacts } from '../../../core/entities/imports/list-facts.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Refused } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { headerSignature } from '../columns/guess-columns.ts'
import { openList } from '../files/open-list.ts'
import { sourceOf } from '../list-source.ts'

/** What a list looks like before anything of it is taken. */
export interface LookedInto {
  ok: true
  facts: ListFacts
  /** As chosen, or else as for the last list with this header, or else by their names. */
  columns: (ImportField | null)[]
  /** Its first rows. */
  samples: FileRow[]
}

const samples = 5

/** Reads the columns of an uploaded list and its first rows, for an admin to say what each column is. */
export async function lookInto(
  context: Pick<Context, 'store' | 'decodeList'>,
  one: Import,
  actor: Actor,
): Promise<LookedInto | Refused> {
  requirePermission(actor, 'change-subscribers', one.digestId)
  const opening = await openList(context, sourceOf(context, one))
  if (!opening.ok) return opening
  const { facts } = opening.list
  const before = facts.hasNames ? await context.store.imports.mapping(headerSignature(facts.header)) : null
  const rows: FileRow[] = []
  for await (const batch of opening.list.batches()) {
    rows.push(...batch.rows.slice(0, samples - rows.length))
    if (rows.length >= samples) break
  }
  return { ok: true, facts, columns: one.columns ?? before ?? [...facts.guessed], samples: rows }
}
