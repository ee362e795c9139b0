import type { CheckResult } from '../../../core/entities/check.ts'
import { AppError } from '../../../core/errors.ts'
import { oneLine } from '../../../core/text/text.ts'
import { runChecks } from './check-edition.ts'
import { findingInWords } from './check-sentences.ts'
import { checkNamed, checks } from './checks.ts'

/** A check that somebody lets pass when approving. */
export interface Pass {
  check: string
  reason: string
}

const longestReason = 400

/** The reasons by check. Throws `bad-input` for a check that there is not or nobody may pass, and for a reason that is none. */
export function readPasses(passes: readonly Pass[]): ReadonlyMap<string, string> {
  return new Map(
    passes.map(({ check: name, reason }) => {
      const check = checkNamed(name)
      const passable = checks.filter(({ severity, isFinal }) => severity === 'block' && !isFinal)
      if (!check || !passable.includes(check))
        throw new AppError(
          'bad-input',
          `${check ? `the check ${name} cannot be passed` : `there is no check ${name}`}; those that can are ${passable.map((one) => one.name).join(', ')}. Nothing was approved`,
        )
      const why = oneLine(reason)
      if (why === '' || why.length > longestReason)
        throw new AppError(
          'bad-input',
          `to let ${name} pass takes a reason of 1 to ${longestReason} characters. Nothing was approved`,
        )
      return [name, why]
    }),
  )
}

/** What blocks a revision, and which of the reasons let a check pass; one passed before for this revision passes. */
export async function blockingResults(
  context: Parameters<typeof runChecks>[0],
  revision: Parameters<typeof runChecks>[1],
  reasons: ReadonlyMap<string, string>,
): Promise<{ blocking: CheckResult[]; passing: ReadonlyMap<string, string> }> {
  const { id, revision: number } = revision.edition
  const before = new Set((await context.store.passedChecks.of(id, number)).map(({ check }) => check))
  const blockers = checks.filter(({ severity }) => severity === 'block')
  const found = (await runChecks(context, revision, blockers, 'all')).filter(
    ({ check }) => !before.has(check),
  )
  return {
    blocking: found.filter(({ check }) => !reasons.has(check)),
    passing: new Map([...reasons].filter(([name]) => found.some(({ check }) => check === name))),
  }
}

/** `a check blocks it: …`, with what the first found, and how many more there are. */
export function blockedInWords(blocking: readonly CheckResult[]): string {
  const [first] = blocking
  if (!first) return 'nothing blocks it'
  const more = blocking.length > 1 ? ` (and ${blocking.length - 1} more)` : ''
  return `the check ${first.check} blocks it: ${findingInWords(first)}${more}`
}
