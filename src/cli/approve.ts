import type { Command } from 'commander'
import { commandActor } from '../core/entities/actor.ts'
import { approve } from '../services/editions/approve.ts'
import { pickEdition } from '../services/editions/viewing/pick-edition.ts'
import { dateOption, numberOption, withExamples } from './kit/arguments.ts'
import type { Shell } from './kit/context.ts'
import { exitCode } from './kit/exit-codes.ts'
import { editionName, editionWords } from './kit/outcome.ts'
import { withDigest } from './kit/with-app.ts'

interface Options {
  date?: Temporal.PlainDate
  number: number
}

/** `approve`: an edition approved before is nothing to do; one that can no longer be sent is a failure. */
export function registerApprove(program: Command, shell: Shell): void {
  const command = program
    .command('approve')
    .description('approve a draft: fix what will be sent')
    .argument('[digest]', 'the digest, where there are several')
    .addOption(dateOption('the local date of the edition; the newest where not given'))
    .addOption(numberOption())
    .action((key: string | undefined, { date, number }: Options) =>
      withDigest(shell, { key }, async ({ context }, digest) => {
        const edition = await pickEdition(context, digest, date ?? null, number)
        const name = editionName(digest.key, edition)
        const approved = await approve(context, edition, commandActor)
        if (approved.ok)
          shell.say(`${name} is approved; daywire deliver ${editionWords(digest.key, edition)} sends it`)
        else shell.say(`${name}: ${approved.reason}`)
        const stood = ['approved', 'sending', 'sent'].includes(edition.status)
        if (!approved.ok && !stood) shell.finish(exitCode.failed)
      }),
    )
  withExamples(command, 'daywire approve daily', 'daywire approve daily --date 2026-11-23')
}
