import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { exportReaderData } from '../../services/subscribers/own-data/export-data.ts'
import { readerByAddress } from '../../services/subscribers/reader-by-address.ts'
import { withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { withApp } from '../kit/with-app.ts'

/** `subscribers data`: the data that a person may request (GDPR, article 15), in one file. */
export function registerData(group: Command, shell: Shell): void {
  const command = group
    .command('data')
    .description('print everything that is stored about a person, as one JSON document')
    .argument('<email>', 'their address')
    .action((email: string) =>
      withApp(shell, async ({ context }) => {
        const id = await readerByAddress(context, email)
        const data = await exportReaderData(context, id, commandActor)
        shell.stdout(`${JSON.stringify(data, null, 2)}\n`)
      }),
    )
  withExamples(command, 'daywire subscribers data reader@example.org > reader.json')
}
