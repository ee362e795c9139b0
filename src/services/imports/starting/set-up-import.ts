import type { Actor } from '../../../core/entities/actor.ts'
import type { Import, ImportSettings, ImportWishes } from '../../../core/entities/imports/import.ts'
import { noCounts } from '../../../core/entities/imports/import-counts.ts'
import type { ImportField } from '../../../core/entities/imports/import-field.ts'
import { may, requirePermission } from '../../../core/permissions.ts'
import { refused, said, type Refused } from '../../../core/said/said.ts'
import { unreadableIn } from '../../../core/text/unreadable.ts'
import type { Context } from '../../context.ts'
import { headerSignature } from '../columns/guess-columns.ts'
import { inspectList } from './inspect-list.ts'

/** What an admin specifies for a list. */
export interface ImportPlan extends ImportWishes {
  /** The sheet of a workbook; null for the first. */
  sheet: string | null
  columns: (ImportField | null)[]
}

export type SetUp = { ok: true } | Refused

const longestProof = 2000

/**
 * Stores the columns of a list and what to do with its rows; call it before `startImport`, and again to correct it after a check. Refused
 * if a list has no column of addresses, if there is no proof of consent, or if the import has continued meanwhile.
 */
export async function setUpImport(
  context: Pick<Context, 'store' | 'clock' | 'decodeList'>,
  one: Import,
  plan: ImportPlan,
  actor: Actor,
): Promise<SetUp> {
  requirePermission(actor, 'change-subscribers', one.digestId)
  if (plan.mode === 'never-mail' && plan.neverMail === 'suppressed')
    requirePermission(actor, 'change-suppressions', null)
  const { columns, sheet, ...settings } = plan
  const fault = faultOf(plan)
  if (fault) return fault
  const looked = await inspectList(context, one, actor, sheet)
  if (!looked.ok) return looked
  if (looked.facts.header.length !== columns.length) return refused('import-columns-other')
  const at = context.clock.now()
  const reach = await reachOf(context, one, columns, actor)
  const isSet = await context.store.transaction(async (tx) => {
    const change = {
      settings: { ...settings, proof: settings.proof.trim(), ...reach },
      columns,
      facts: looked.facts,
      counts: noCounts,
      cursor: 0,
      bytesRead: 0,
      fault: null,
    }
    if (!(await tx.imports.move(one.id, ['received', 'checked'], 'received', at, change))) return false
    await tx.imports.putMapping(headerSignature(looked.facts.header), columns, at)
    return true
  })
  return isSet ? { ok: true } : refused('import-gone-on')
}

/** The digests that a list may change: no more than whoever set it up last may change. */
async function reachOf(
  { store }: Pick<Context, 'store'>,
  { digestId }: Import,
  columns: ImportPlan['columns'],
  actor: Actor,
): Promise<Pick<ImportSettings, 'digests' | 'suppresses'>> {
  const all = columns.includes('digest') ? (await store.digests.list()).map(({ id }) => id) : [digestId]
  return {
    digests: all.filter((id) => may(actor, 'change-subscribers', id)),
    suppresses: may(actor, 'change-suppressions', null),
  }
}

function faultOf({ columns, mode, basis, proof }: ImportPlan): Refused | null {
  const chosen = columns.filter((field) => field !== null)
  if (!chosen.includes('email')) return refused('import-without-email')
  // For any other field several columns are allowed: the last non-empty one wins.
  if (chosen.indexOf('email') < chosen.lastIndexOf('email'))
    return refused('import-column-twice', { column: 'email' })
  if (mode === 'never-mail' || basis === 'ask') return null
  if (proof.trim() === '') return refused('import-without-proof')
  const why =
    proof.length > longestProof
      ? said('longer-than', { most: longestProof })
      : unreadableIn(proof.replace(/\r?\n/g, ' '))
  return why === null ? null : refused('proof-refused', { why })
}
