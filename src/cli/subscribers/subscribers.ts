import type { Command } from 'commander'
import { withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { registerAdd } from './add.ts'
import { registerCheckAddress } from './check-address.ts'
import { registerChangeAddresses } from './change-addresses.ts'
import { registerData } from './data.ts'
import { registerExport } from './export.ts'
import { registerImport } from './imports/import.ts'
import { registerImports } from './imports/imports.ts'
import { registerUndoImport } from './imports/undo-import.ts'
import { registerBulk } from './bulk.ts'
import { registerList } from './list.ts'
import { registerRemove } from './remove.ts'

export function registerSubscribers(program: Command, shell: Shell): void {
  const group = program.command('subscribers').description('who gets a digest, and what they chose')
  registerAdd(group, shell)
  registerList(group, shell)
  registerImport(group, shell)
  registerChangeAddresses(group, shell)
  registerImports(group, shell)
  registerUndoImport(group, shell)
  registerRemove(group, shell)
  registerCheckAddress(group, shell)
  registerData(group, shell)
  registerExport(group, shell)
  registerBulk(group, shell)
  withExamples(group, 'daywire subscribers list --state mailed')
}
