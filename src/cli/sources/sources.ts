import type { Command } from 'commander'
import { withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { registerAdd } from './add.ts'
import { registerCheck } from './check.ts'
import { registerDiscover } from './discover.ts'
import { registerExport } from './export.ts'
import { registerImport } from './import.ts'
import { registerHealth } from './health.ts'
import { registerList } from './list.ts'
import { registerProbe } from './probe.ts'
import { registerRemove } from './remove.ts'
import { registerRules } from './rules.ts'
import { registerTryRules } from './try-rules.ts'

export function registerSources(program: Command, shell: Shell): void {
  const group = program.command('sources').description('where stories come from')
  registerAdd(group, shell)
  registerList(group, shell)
  registerCheck(group, shell)
  registerDiscover(group, shell)
  registerRemove(group, shell)
  registerImport(group, shell)
  registerExport(group, shell)
  registerHealth(group, shell)
  registerProbe(group, shell)
  registerRules(group, shell)
  registerTryRules(group, shell)
  withExamples(group, 'daywire sources check https://news.example.org/feed.xml')
}
