import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { setDay } from '../../services/editions/composing/calendar.ts'
import { digestOption, localDate, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { setDone } from './set-done.ts'
import { withDigest } from '../kit/with-app.ts'

interface Options {
  digest?: string
  reason: string
}

export function registerSkip(group: Command, shell: Shell): void {
  const command = group
    .command('skip')
    .description('skip the edition of a day; its stories go into the next one')
    .argument('<date>', 'the local date, as YYYY-MM-DD', localDate)
    .requiredOption('--reason <text>', 'why, shown to editors')
    .addOption(digestOption())
    .action((date: Temporal.PlainDate, { digest: key, reason }: Options) =>
      withDigest(shell, { key }, async ({ context }, digest) => {
        setDone(
          await setDay(
            context,
            digest,
            { date: date.toString(), to: null, hour: null, reason },
            commandActor,
          ),
        )
        shell.say(`${digest.key} has no edition on ${date.toString()}: ${reason}`)
      }),
    )
  withExamples(command, 'daywire schedule skip 2026-12-25 --reason "Christmas Day"')
}
