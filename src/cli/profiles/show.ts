import type { Command } from 'commander'
import { requireProfile } from '../../services/profiles/list-profiles.ts'
import { jsonFlag, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { withApp } from '../kit/with-app.ts'

/** `profiles show`: the file itself, so that it can be changed and imported again. */
export function registerShow(group: Command, shell: Shell): void {
  const command = group
    .command('show')
    .description('print the file of a profile, to be changed and imported again')
    .argument('<country>', 'two letters such as KP')
    .addOption(jsonFlag())
    .action((country: string, { json }: { json?: boolean }) =>
      withApp(shell, async ({ context }) => {
        const profile = await requireProfile(context, country)
        if (json) shell.json(profile)
        else shell.stdout(profile.markdown)
      }),
    )
  withExamples(command, 'daywire profiles show KP > kp.md')
}
