import type { Actor } from '../../../core/entities/actor.ts'
import type { Import } from '../../../core/entities/imports/import.ts'
import type { ImportField } from '../../../core/entities/imports/import-field.ts'
import type { FileRow, ListFacts } from '../../../core/entities/imports/list-facts.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Refused } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { headerSignature } from '../columns/guess-columns.ts'
import { lookAtList } from '../files/open-list.ts'
import { sourceOf } from '../list-source.ts'

/** The properties of a list before it is imported. */
export interface InspectedList {
  ok: true
  facts: ListFacts
  /** As chosen, otherwise as for the last list with this header, otherwise by their names. */
  columns: (ImportField | null)[]
  /** Its first rows. */
  samples: FileRow[]
}

const samples = 5

/**
 * Reads the columns of an uploaded list and its first rows, so that an admin can say what each column is. `sheet`: the sheet of a workbook;
 * by default the one chosen before, or the first.
 */
export async function inspectList(
  context: Pick<Context, 'store' | 'decodeList'>,
  one: Import,
  actor: Actor,
  sheet: string | null = null,
): Promise<InspectedList | Refused> {
  requirePermission(actor, 'change-subscribers', one.digestId)
  const chosen = one.facts?.sheet ?? null
  const look = await lookAtList(context, sourceOf(context, one), sheet ?? chosen)
  if (!look.ok) return look
  const { facts, rows } = look
  // The chosen columns belong to another sheet.
  const own = facts.sheet === chosen ? one.columns : null
  const before = facts.hasNames ? await context.store.imports.mapping(headerSignature(facts.header)) : null
  return {
    ok: true,
    facts,
    columns: own ?? before ?? [...facts.guessed],
    samples: rows.slice(0, samples),
  }
}
