import type { Command } from 'commander'
import { withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { registerAdd } from './add.ts'
import { registerLift } from './lift.ts'
import { registerList } from './list.ts'
import { registerNote } from './note.ts'
import { registerShow } from './show.ts'

export function registerSuppressions(program: Command, shell: Shell): void {
  const group = program
    .command('suppressions')
    .description('addresses and whole domains that get no e-mail, and why')
  registerList(group, shell)
  registerShow(group, shell)
  registerAdd(group, shell)
  registerLift(group, shell)
  registerNote(group, shell)
  withExamples(group, 'daywire suppressions list')
}
