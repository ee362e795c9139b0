import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { removeProfile } from '../../services/profiles/remove-profile.ts'
import { withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { withApp } from '../kit/with-app.ts'

/** `profiles remove`: later editions do not show it. */
export function registerRemove(group: Command, shell: Shell): void {
  const command = group
    .command('remove')
    .description('remove a country’s profile; newsroom import brings it back if its file is still there')
    .argument('<country>', 'two letters such as KP')
    .action((country: string) =>
      withApp(shell, async ({ context }) => {
        await removeProfile(context, country, commandActor)
        shell.say(`the profile of ${country.toUpperCase()} is removed`)
      }),
    )
  withExamples(command, 'daywire profiles remove KP')
}
