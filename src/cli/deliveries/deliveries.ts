import type { Command } from 'commander'
import { withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { registerExplain } from './explain.ts'
import { registerList } from './list.ts'
import { registerResolve } from './resolve.ts'
import { registerUnknown } from './unknown.ts'

export function registerDeliveries(program: Command, shell: Shell): void {
  const group = program.command('deliveries').description('the ledger: what happened to each e-mail')
  registerList(group, shell)
  registerUnknown(group, shell)
  registerResolve(group, shell)
  registerExplain(group, shell)
  withExamples(group, 'daywire deliveries list daily --status failed')
}
