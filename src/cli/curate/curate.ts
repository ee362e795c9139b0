import type { Command } from 'commander'
import { withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { registerExplain } from './explain.ts'
import { registerTry } from './try.ts'

export function registerCurate(program: Command, shell: Shell): void {
  const group = program.command('curate').description('what the rules make of stories, and why')
  registerExplain(group, shell)
  registerTry(group, shell)
  withExamples(group, 'daywire curate try --json < items.jsonl')
}
