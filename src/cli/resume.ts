import { Option, type Command } from 'commander'
import { commandActor } from '../core/entities/actor.ts'
import { mayHaveLeft, skipSinceBackup, type MayHaveLeft } from '../services/backup/since-backup.ts'
import { resumeSending } from '../services/sending/sending-pause.ts'
import { withExamples } from './kit/arguments.ts'
import { counted } from './kit/counted.ts'
import type { App, Shell } from './kit/context.ts'
import { exitCode } from './kit/exit-codes.ts'
import { table } from './kit/table.ts'
import { withApp } from './kit/with-app.ts'

interface Options {
  sinceBackup?: 'skip' | 'send'
}

/** `resume`: after a copy or a restored backup, only for somebody who knows that the original no longer sends. */
export function registerResume(program: Command, shell: Shell): void {
  const command = program
    .command('resume')
    .description('resume sending after `daywire pause`, or in a copied or restored database')
    .addOption(
      new Option(
        '--since-backup <choice>',
        'editions that the original may have sent after the backup: skip them, or send them, even if some readers get them twice',
      ).choices(['skip', 'send']),
    )
    .action((options: Options) => withApp(shell, (app) => resume(shell, app, options)))
  withExamples(command, 'daywire resume', 'daywire resume --since-backup skip')
}

async function resume(shell: Shell, { context }: App, { sinceBackup }: Options): Promise<void> {
  const some = await mayHaveLeft(context)
  if (some.length > 0 && sinceBackup === undefined) {
    show(shell, some)
    shell.say(
      'choose: `daywire resume --since-backup skip` ends them, and their stories go into the next edition; `--since-backup send` sends them, and readers who got one before get it twice',
    )
    return shell.finish(exitCode.later)
  }
  if (sinceBackup === 'skip') {
    const skipped = await skipSinceBackup(context, commandActor)
    show(shell, skipped)
    shell.say(`skipped ${counted(skipped.length, 'edition')}`)
  }
  const wasPaused = await resumeSending(context, commandActor)
  shell.say(wasPaused ? 'sending from this database resumes' : 'sending was not paused')
}

function show(shell: Shell, some: readonly MayHaveLeft[]): void {
  if (some.length === 0) return
  shell.print(
    table(
      ['digest', 'date', 'in the backup'],
      some.map(({ digest, date, edition }) => [
        digest.key,
        date.toString(),
        edition?.status ?? 'not made yet',
      ]),
    ),
  )
}
