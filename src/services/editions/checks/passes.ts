import type { CheckResult } from '../../../core/entities/check.ts'
import { AppError } from '../../../core/errors.ts'
import { said, text, type Said } from '../../../core/said/said.ts'
import { oneLine } from '../../../core/text/text.ts'
import { runChecks } from './check-edition.ts'
import { checkNamed, checks } from './checks.ts'

/** A check that somebody overrides when approving. */
export interface Pass {
  check: string
  reason: string
}

const longestReason = 400
const passable = checks.filter(({ severity, isFinal }) => severity === 'block' && !isFinal)

/** True for the name of a check that can be overridden with the permission for it. */
export const isPassable = (name: string): boolean => passable.some((check) => check.name === name)

/** The reasons by check. Throws `bad-input` for a check that does not exist or cannot be overridden, and for an invalid reason. */
export function readPasses(passes: readonly Pass[]): ReadonlyMap<string, string> {
  return new Map(
    passes.map(({ check: name, reason }) => {
      const check = checkNamed(name)
      if (!check || !passable.includes(check)) {
        const names = { check: name, names: passable.map((one) => one.name) }
        throw new AppError(
          'bad-input',
          check ? said('check-not-passable', names) : said('check-unknown', names),
        )
      }
      const why = oneLine(reason)
      if (why === '' || why.length > longestReason)
        throw new AppError('bad-input', said('pass-without-reason', { check: name, most: longestReason }))
      return [name, why]
    }),
  )
}

/** What blocks a revision, and which of the reasons override it; overrides already stored for this revision count, too. */
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

/** The first blocking result, and the number of others. */
export function blockedSaid(blocking: readonly CheckResult[]): Said {
  const [first, ...others] = blocking
  if (!first) return text('')
  const { check } = first
  return others.length === 0
    ? said('check-blocks', { check, finding: first })
    : said('check-blocks-more', { check, finding: first, more: others.length })
}
