import type { Command } from 'commander'
import { withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { registerAdd } from './add.ts'
import { registerAlerts } from './alerts.ts'
import { registerDisable } from './disable.ts'
import { registerLink } from './link.ts'
import { registerList } from './list.ts'
import { registerResetFactor } from './reset-factor.ts'

export function registerAccounts(program: Command, shell: Shell): void {
  const group = program.command('accounts').description('the people who sign in to the desk, and their roles')
  registerList(group, shell)
  registerAdd(group, shell)
  registerLink(group, shell)
  registerResetFactor(group, shell)
  registerDisable(group, shell)
  registerAlerts(group, shell)
  withExamples(group, 'daywire accounts list', 'daywire accounts add ada@example.org --role admin')
}
