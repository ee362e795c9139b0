import type { Command } from 'commander'
import { jsonFlag, withExamples } from './kit/arguments.ts'
import type { Shell } from './kit/context.ts'
import { exitCode } from './kit/exit-codes.ts'
import { table } from './kit/table.ts'

/** `link-keys show`, `adopt`: the keys that sign links. The keys themselves are never printed. */
export function registerLinkKeys(program: Command, shell: Shell): void {
  const group = program.command('link-keys').description('the keys that sign the links in e-mails')
  registerShow(group, shell)
  registerAdopt(group, shell)
  withExamples(group, 'daywire link-keys show')
}

function registerShow(group: Command, shell: Shell): void {
  const command = group
    .command('show')
    .description('show fingerprints of the keys of this host, and of those that the database knows')
    .addOption(jsonFlag())
    .action(async ({ json = false }: { json?: boolean }) => {
      const { known, here } = await shell.secret.show()
      const numbers = [...new Set([...Object.keys(known), ...Object.keys(here)])].toSorted()
      const rows = numbers.map((number) => ({
        number,
        here: here[number] ?? null,
        known: known[number] ?? null,
      }))
      for (const row of json ? rows : []) shell.json(row)
      if (!json)
        shell.print(
          table(
            ['key', 'on this host', 'known to the database'],
            rows.map((row) => [row.number, row.here ?? 'none', row.known ?? 'none']),
          ),
        )
      const isSame = rows.every((row) => row.here === row.known || row.known === null)
      shell.say(isSame ? 'this host has the keys that the database knows' : 'this host has other keys')
      if (!isSame) shell.finish(exitCode.badConfig)
    })
  withExamples(command, 'daywire link-keys show')
}

function registerAdopt(group: Command, shell: Shell): void {
  const command = group
    .command('adopt')
    .description(
      'use the secret of this host from now on, if the original is lost: links in all e-mails sent before, and authenticator apps, stop working',
    )
    .action(async () => {
      const own = await shell.secret.adopt()
      for (const [number, fingerprint] of Object.entries(own)) shell.print(`${number} ${fingerprint}`)
      shell.say(
        'the database now knows the keys of this host; links in e-mails that were sent before no longer work',
      )
    })
  withExamples(command, 'daywire link-keys adopt')
}
