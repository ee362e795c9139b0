import { Command } from 'commander'
import { registerAccounts } from './accounts/accounts.ts'
import { registerApprove } from './approve.ts'
import { registerCollect } from './collect.ts'
import { registerCompose } from './compose.ts'
import type { Shell } from './kit/context.ts'
import { registerCurate } from './curate/curate.ts'
import { registerDemo } from './demo/demo.ts'
import { registerDeliver } from './deliver.ts'
import { registerDeliveries } from './deliveries/deliveries.ts'
import { registerDkim } from './dkim/dkim.ts'
import { registerDoctor } from './doctor.ts'
import { registerEditions } from './editions/editions.ts'
import { registerInit } from './init.ts'
import { registerLimits } from './limits/limits.ts'
import { registerMessages } from './messages.ts'
import { registerMigrate } from './migrate.ts'
import { registerNewsroom } from './newsroom/newsroom.ts'
import { registerPause } from './pause.ts'
import { registerPreview } from './preview.ts'
import { registerProfiles } from './profiles/profiles.ts'
import { registerResume } from './resume.ts'
import { registerRetention } from './retention.ts'
import { registerRun } from './run.ts'
import { registerSchedule } from './schedule/schedule.ts'
import { registerServe } from './serve.ts'
import { registerSources } from './sources/sources.ts'
import { registerSubscribers } from './subscribers/subscribers.ts'
import { registerSuppressions } from './suppressions/suppressions.ts'

/** A command or group of commands: hangs itself into the program. */
type Register = (program: Command, shell: Shell) => void

const commands: Register[] = [
  registerDemo,
  registerInit,
  registerMigrate,
  registerRun,
  registerCollect,
  registerCompose,
  registerCurate,
  registerPreview,
  registerAccounts,
  registerApprove,
  registerDeliver,
  registerDeliveries,
  registerEditions,
  registerLimits,
  registerMessages,
  registerPause,
  registerResume,
  registerRetention,
  registerSchedule,
  registerServe,
  registerSources,
  registerSubscribers,
  registerSuppressions,
  registerNewsroom,
  registerProfiles,
  registerDkim,
  registerDoctor,
]

/** The whole command with its subcommands; faults of usage are thrown, output goes through the shell. */
export function program(shell: Shell): Command {
  const root = new Command('daywire')
    .description(
      'A daily newswire by e-mail: collects stories, makes the edition and sends each reader their digest.',
    )
    .version(shell.version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => shell.stdout(text), writeErr: (text) => shell.stderr(text) })
    .showHelpAfterError('(daywire help shows the commands, and after a command --help its options)')
    .addHelpText(
      'after',
      '\nExamples:\n  $ daywire init\n  $ daywire run\n\nExit codes: 0 done, 1 failed, 2 usage, 3 partly done, 75 try later, 78 invalid configuration',
    )
  for (const register of commands) register(root, shell)
  return root
}
