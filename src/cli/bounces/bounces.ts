import type { Command } from 'commander'
import { withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { registerClassify } from './classify.ts'
import { registerList } from './list.ts'
import { registerReceive } from './receive.ts'
import { registerReplies } from './replies.ts'
import { registerSettle } from './settle.ts'

export function registerBounces(program: Command, shell: Shell): void {
  const group = program.command('bounces').description('bounces, complaints and automatic replies')
  registerClassify(group, shell)
  registerReceive(group, shell)
  registerList(group, shell)
  registerSettle(group, shell)
  registerReplies(group, shell)
  withExamples(group, 'daywire bounces classify report.eml')
}
