import type { Command } from 'commander'
import { withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { registerChanges } from './changes.ts'
import { registerPlan } from './plan.ts'
import { registerStart } from './start.ts'
import { registerStatus } from './status.ts'

/** `warm-up start|status|change|pause|resume|end`. */
export function registerWarmUp(program: Command, shell: Shell): void {
  const group = program
    .command('warm-up')
    .description('send to few readers at first and to more each day, after a move to a new mail server')
  registerStart(group, shell)
  registerStatus(group, shell)
  registerPlan(group, shell)
  registerChanges(group, shell)
  withExamples(group, 'daywire warm-up start --dry-run', 'daywire warm-up status')
}
