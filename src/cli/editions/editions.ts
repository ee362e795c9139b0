import type { Command } from 'commander'
import { withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { registerAdd } from './add.ts'
import { registerCheck } from './check.ts'
import { registerEmbargo } from './embargo.ts'
import { registerLeftOut } from './left-out.ts'
import { registerList } from './list.ts'
import { registerPerhapsSame } from './perhaps-same.ts'
import { registerNote } from './note.ts'
import { registerAbandon, registerContinue, registerCorrect, registerStop } from './stop.ts'
import { registerTestAddresses } from './test-addresses.ts'
import { registerTestMail } from './test-mail.ts'
import { registerWhy } from './why.ts'
import { registerWithdraw } from './withdraw.ts'

export function registerEditions(program: Command, shell: Shell): void {
  const group = program
    .command('editions')
    .description('the editions of a digest: checks, what they left out, editors’ notes, stopping one')
  registerList(group, shell)
  registerCheck(group, shell)
  registerTestMail(group, shell)
  registerTestAddresses(group, shell)
  registerLeftOut(group, shell)
  registerPerhapsSame(group, shell)
  registerNote(group, shell)
  registerAdd(group, shell)
  registerWhy(group, shell)
  registerStop(group, shell)
  registerContinue(group, shell)
  registerCorrect(group, shell)
  registerAbandon(group, shell)
  registerEmbargo(group, shell)
  registerWithdraw(group, shell)
  withExamples(group, 'daywire editions list daily')
}
