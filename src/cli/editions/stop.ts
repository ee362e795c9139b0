import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { pickEdition } from '../../services/editions/viewing/pick-edition.ts'
import { stopEdition } from '../../services/editions/stop-edition.ts'
import { dateOption, numberOption, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { countsInWords, editionName } from '../kit/outcome.ts'
import { withDigest } from '../kit/with-app.ts'

interface Options {
  date?: Temporal.PlainDate
  number: number
  reason: string
}

/** `editions stop`: stop the presses. */
export function registerStop(group: Command, shell: Shell): void {
  const command = group
    .command('stop')
    .description('stop the presses: no mail of the edition leaves that is not on its way')
    .argument('[digest]', 'the digest, where there are several')
    .addOption(dateOption('the local date of the edition; the newest where not given'))
    .addOption(numberOption())
    .requiredOption('--reason <text>', 'why, kept with every mail that did not leave')
    .action((key: string | undefined, { date, number, reason }: Options) =>
      withDigest(shell, { key }, async ({ context }, digest) => {
        const edition = await pickEdition(context, digest, date ?? null, number)
        const { counts, carried } = await stopEdition(context, edition, reason, commandActor)
        shell.say(`${editionName(digest.key, edition)} is stopped: ${countsInWords(counts)}`)
        if (!carried) shell.say('no mail had left; the next edition takes its stories')
      }),
    )
  withExamples(command, 'daywire editions stop daily --reason "the lead story is wrong"')
}
