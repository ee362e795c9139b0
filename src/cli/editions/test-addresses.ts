import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import {
  listTestAddresses,
  setTestAddresses,
} from '../../services/editions/viewing/preview/test-addresses.ts'
import { commaList, jsonFlag, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { counted } from '../kit/counted.ts'
import { exitCode } from '../kit/exit-codes.ts'
import { withHint } from '../kit/hints.ts'
import { withDigest } from '../kit/with-app.ts'

interface Options {
  add?: string[]
  remove?: string[]
  json?: boolean
}

/** `editions test-addresses`: the saved addresses for test e-mails of a digest. */
export function registerTestAddresses(group: Command, shell: Shell): void {
  const command = group
    .command('test-addresses')
    .description('list or change the saved addresses to which test e-mails of a digest go')
    .argument('[digest]', 'the digest, if there are several')
    .option('--add <emails>', 'addresses to save, separated by commas', commaList)
    .option('--remove <emails>', 'addresses to remove', commaList)
    .addOption(jsonFlag())
    .action((key: string | undefined, { add = [], remove = [], json = false }: Options) =>
      withDigest(shell, { key }, async ({ context }, digest) => {
        const before = await listTestAddresses(context, digest, commandActor)
        const removed = new Set(remove.map((email) => email.toLowerCase()))
        const wanted = [...before, ...add].filter((email) => !removed.has(email.toLowerCase()))
        if (add.length + remove.length > 0) {
          const set = await setTestAddresses(context, digest, wanted, commandActor)
          if (!set.ok) {
            shell.say(withHint(set))
            return shell.finish(exitCode.failed)
          }
        }
        const addresses = await listTestAddresses(context, digest, commandActor)
        for (const email of addresses) {
          if (json) shell.json({ email })
          else shell.print(email)
        }
        return shell.say(counted(addresses.length, 'saved address', 'saved addresses'))
      }),
    )
  withExamples(
    command,
    'daywire editions test-addresses daily',
    'daywire editions test-addresses daily --add ada@example.org,ben@example.org',
  )
}
