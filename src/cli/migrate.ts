import type { Command } from 'commander'
import { withExamples } from './kit/arguments.ts'
import { counted } from './kit/counted.ts'
import type { Shell } from './kit/context.ts'
import { withApp } from './kit/with-app.ts'

/** `migrate`: every command does so when it opens the database; this one does nothing else. */
export function registerMigrate(program: Command, shell: Shell): void {
  const command = program
    .command('migrate')
    .description("bring the database's tables up to date")
    .action(() =>
      withApp(shell, async ({ migrated }) => {
        for (const name of migrated) shell.print(name)
        shell.say(
          migrated.length === 0
            ? 'the tables are up to date'
            : `${counted(migrated.length, 'migration')} run`,
        )
      }),
    )
  withExamples(command, 'daywire migrate')
}
