import type { Command } from 'commander'
import { withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { registerImport } from './import.ts'
import { registerList } from './list.ts'
import { registerRemove } from './remove.ts'
import { registerShow } from './show.ts'

export function registerProfiles(program: Command, shell: Shell): void {
  const group = program
    .command('profiles')
    .description('short overviews of countries, each shown when the day’s news is about that country')
  registerList(group, shell)
  registerShow(group, shell)
  registerImport(group, shell)
  registerRemove(group, shell)
  withExamples(group, 'daywire profiles list', 'daywire profiles show KP')
}
