import type { Command } from 'commander'
import { withExamples } from '../arguments.ts'
import type { Shell } from '../context.ts'
import { registerTry } from './try.ts'

export function registerCurate(program: Command, shell: Shell): void {
  const group = program.command('curate').description('what the rules make of stories, and why')
  registerTry(group, shell)
  withExamples(group, 'daywire curate try --json < items.jsonl')
}
