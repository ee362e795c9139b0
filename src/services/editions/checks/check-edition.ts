import type { CheckResult, PassedCheck } from '../../../core/entities/check.ts'
import type { StoredBlock } from '../../../core/entities/editions/contents.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import { prepareSheet, renderBlocks, type PreparedEdition } from '../prepare-edition.ts'
import { sheetOf } from '../composing/sheet.ts'
import type { Check, CheckDeps, CheckedRevision, CheckedVariant } from './check.ts'
import { checks } from './checks.ts'
import { readersVariants, wholeVariant } from './variants.ts'

/** The results of the checks for an edition's current revision. */
export interface Checked {
  revision: number
  /** Blocking ones first. */
  results: CheckResult[]
  /** Checks that somebody overrode for this revision. */
  passed: PassedCheck[]
  /** Different e-mails that readers get; 1 if only the one with all topics was checked. */
  variants: number
  /** Decoded HTML in bytes of the largest of them. */
  largest: number
}

/** `quick` checks the e-mail with all topics; `all` also every e-mail that readers of the edition get. */
export type CheckExtent = 'quick' | 'all'

/** Checks an edition's current revision, from its stored blocks or newly rendered ones; changes nothing. */
export async function checkEdition(
  context: CheckDeps,
  edition: Edition,
  extent: CheckExtent = 'all',
): Promise<Checked> {
  const sheet = await sheetOf(context, edition)
  const stored = await context.store.contents.blocks(edition.id, edition.revision)
  const blocks = stored.length > 0 ? stored : await renderBlocks(context, sheet)
  const prepared = prepareSheet(context, sheet, blocks)
  const looked = await lookAt(context, { edition, prepared, blocks }, extent)
  const withMail = looked.variants.filter(({ cut }) => cut.ok)
  return {
    revision: edition.revision,
    results: await findIn(context, looked, checks),
    passed: await context.store.passedChecks.of(edition.id, edition.revision),
    variants: withMail.filter(({ readers }) => readers !== null).length || Math.min(withMail.length, 1),
    largest: Math.max(0, ...withMail.map(({ bytes }) => bytes)),
  }
}

interface Prepared {
  edition: Edition
  prepared: Pick<PreparedEdition, 'sheet' | 'cut'>
  blocks: readonly StoredBlock[]
}

/** Runs some of the checks on a prepared revision. */
export async function runChecks(
  context: CheckDeps,
  prepared: Prepared,
  chosen: readonly Check[],
  extent: CheckExtent,
): Promise<CheckResult[]> {
  return findIn(context, await lookAt(context, prepared, extent), chosen)
}

async function lookAt(
  context: CheckDeps,
  { edition, prepared, blocks }: Prepared,
  extent: CheckExtent,
): Promise<CheckedRevision> {
  const { variants, unseen } =
    extent === 'all' ? await readersVariants(context, prepared, blocks, edition) : { variants: [], unseen: 0 }
  const isWhole = ({ topics }: CheckedVariant) => topics.length === 0
  const whole = variants.find(isWhole) ?? wholeVariant(context, prepared, blocks)
  const now = context.clock.now()
  return {
    edition,
    sheet: prepared.sheet,
    blocks,
    variants: [whole, ...variants.filter((one) => !isWhole(one))],
    unseen,
    leavesAt: Temporal.Instant.compare(edition.dueAt, now) > 0 ? edition.dueAt : now,
  }
}

async function findIn(
  context: CheckDeps,
  revision: CheckedRevision,
  chosen: readonly Check[],
): Promise<CheckResult[]> {
  const results: CheckResult[] = []
  for (const check of chosen)
    for (const finding of await check.find(revision, context))
      results.push({ check: check.name, severity: check.severity, ...finding })
  return results
}
