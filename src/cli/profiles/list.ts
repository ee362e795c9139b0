import type { Command } from 'commander'
import { listProfiles } from '../../services/profiles/list-profiles.ts'
import { jsonFlag, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { table } from '../kit/table.ts'
import { withApp } from '../kit/with-app.ts'

/** `profiles list`: sorted by country code. */
export function registerList(group: Command, shell: Shell): void {
  const command = group
    .command('list')
    .description('list the countries that have a profile, and when each was last reviewed')
    .addOption(jsonFlag())
    .action(({ json }: { json?: boolean }) =>
      withApp(shell, async ({ context }) => {
        const profiles = await listProfiles(context)
        if (json) for (const profile of profiles) shell.json(profile)
        else if (profiles.length > 0)
          shell.print(
            table(
              ['code', 'country', 'words', 'flag', 'reviewed', ''],
              profiles.map(({ country, name, words, hasFlag, reviewed, overdue }) => [
                country,
                name,
                words,
                hasFlag ? 'yes' : 'none',
                reviewed,
                overdue ? 'more than a year ago' : '',
              ]),
            ),
          )
        if (profiles.length === 0)
          shell.say('there is no profile yet; daywire profiles import FILE imports one')
      }),
    )
  withExamples(command, 'daywire profiles list', 'daywire profiles list --json')
}
