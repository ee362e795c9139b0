import type { Command } from 'commander'
import { withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { registerClear } from './clear.ts'
import { registerList } from './list.ts'
import { registerMove } from './move.ts'
import { registerSkip } from './skip.ts'

export function registerSchedule(program: Command, shell: Shell): void {
  const group = program
    .command('schedule')
    .description('when editions are sent, and days that are skipped or moved')
  registerList(group, shell)
  registerSkip(group, shell)
  registerMove(group, shell)
  registerClear(group, shell)
  withExamples(group, 'daywire schedule list', 'daywire schedule skip 2026-12-25 --reason "Christmas Day"')
}
