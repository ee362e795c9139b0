import type { Command } from 'commander'
import { withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { registerExport } from './export.ts'
import { registerImport } from './import.ts'

export function registerNewsroom(program: Command, shell: Shell): void {
  const group = program
    .command('newsroom')
    .description('the newsroom as files: its name, topics, sources, digests')
  registerImport(group, shell)
  registerExport(group, shell)
  withExamples(group, 'daywire newsroom export backup')
}
