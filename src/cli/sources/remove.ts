import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { findSource, removeSource } from '../../services/collecting/managing/remove-source.ts'
import { dryRunFlag, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { withApp } from '../kit/with-app.ts'

export function registerRemove(group: Command, shell: Shell): void {
  const command = group
    .command('remove')
    .description('stop reading a source; its stories stay, and sources add brings it back')
    .argument('<name>', 'the name of the source')
    .addOption(dryRunFlag())
    .action((name: string, { dryRun }: { dryRun?: boolean }) =>
      withApp(shell, async ({ context }) => {
        if (dryRun) {
          const { status, location } = await findSource(context, name)
          shell.say(status === 'off' ? `${name} is off already` : `would stop reading ${name} (${location})`)
          return
        }
        const outcome = await removeSource(context, name, commandActor)
        shell.say(outcome === 'done' ? `${name} is no longer read` : `${name} is off already`)
      }),
    )
  withExamples(
    command,
    'daywire sources remove "Example Wire"',
    'daywire sources remove "Example Wire" --dry-run',
  )
}
