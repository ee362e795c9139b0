import { Command } from 'commander'
import type { Shell } from './kit/context.ts'

/** Adds a command or a group of commands to the program. */
type Register = (program: Command, shell: Shell) => void

/** Each is loaded only when called, or to list all in the help: loading the imports of all takes most of a second. */
const commands: Record<string, () => Promise<Register>> = {
  demo: async () => (await import('./demo/demo.ts')).registerDemo,
  init: async () => (await import('./init.ts')).registerInit,
  migrate: async () => (await import('./migrate.ts')).registerMigrate,
  backup: async () => (await import('./backup/backup.ts')).registerBackup,
  restore: async () => (await import('./backup/restore.ts')).registerRestore,
  move: async () => (await import('./backup/move.ts')).registerMove,
  run: async () => (await import('./run.ts')).registerRun,
  collect: async () => (await import('./collect.ts')).registerCollect,
  compose: async () => (await import('./compose.ts')).registerCompose,
  curate: async () => (await import('./curate/curate.ts')).registerCurate,
  preview: async () => (await import('./preview.ts')).registerPreview,
  accounts: async () => (await import('./accounts/accounts.ts')).registerAccounts,
  approve: async () => (await import('./approve.ts')).registerApprove,
  bounces: async () => (await import('./bounces/bounces.ts')).registerBounces,
  deliver: async () => (await import('./deliver.ts')).registerDeliver,
  deliveries: async () => (await import('./deliveries/deliveries.ts')).registerDeliveries,
  editions: async () => (await import('./editions/editions.ts')).registerEditions,
  jobs: async () => (await import('./jobs/jobs.ts')).registerJobs,
  limits: async () => (await import('./limits/limits.ts')).registerLimits,
  messages: async () => (await import('./messages/messages.ts')).registerMessages,
  pause: async () => (await import('./pause.ts')).registerPause,
  resume: async () => (await import('./resume.ts')).registerResume,
  retention: async () => (await import('./retention.ts')).registerRetention,
  schedule: async () => (await import('./schedule/schedule.ts')).registerSchedule,
  serve: async () => (await import('./serve.ts')).registerServe,
  sources: async () => (await import('./sources/sources.ts')).registerSources,
  subscribers: async () => (await import('./subscribers/subscribers.ts')).registerSubscribers,
  suppressions: async () => (await import('./suppressions/suppressions.ts')).registerSuppressions,
  newsroom: async () => (await import('./newsroom/newsroom.ts')).registerNewsroom,
  profiles: async () => (await import('./profiles/profiles.ts')).registerProfiles,
  'link-keys': async () => (await import('./link-keys.ts')).registerLinkKeys,
  dkim: async () => (await import('./dkim/dkim.ts')).registerDkim,
  'warm-up': async () => (await import('./warm-up/warm-up.ts')).registerWarmUp,
  doctor: async () => (await import('./doctor.ts')).registerDoctor,
}

/** The command with only the called subcommand, or with all of them; usage errors are thrown, output goes through the shell. */
export async function program(shell: Shell, [called = '']: readonly string[] = []): Promise<Command> {
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
  const own = Object.hasOwn(commands, called) ? commands[called] : undefined
  for (const load of own ? [own] : Object.values(commands)) (await load())(root, shell)
  return root
}
