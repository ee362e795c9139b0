import { resolve } from 'node:path'
import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { importProfiles } from '../../services/profiles/import-profiles.ts'
import { withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { counted } from '../kit/counted.ts'
import { withApp } from '../kit/with-app.ts'

/** `profiles import`: a country's profile replaces its previous one. */
export function registerImport(group: Command, shell: Shell): void {
  const command = group
    .command('import')
    .description('read profiles from Markdown files, each with its flag beside it: kp.md and kp.png')
    .argument('<file...>', 'the files')
    .action((files: string[]) =>
      withApp(shell, async ({ context }) => {
        const paths = files.map((file) => resolve(shell.cwd, file))
        const written = await importProfiles(context, paths, commandActor)
        const names = written.map(({ name, country }) => `${name} (${country})`).join(', ')
        shell.say(`${counted(written.length, 'country profile')}: ${names}`)
      }),
    )
  withExamples(command, 'daywire profiles import kp.md', 'daywire profiles import profiles/*.md')
}
