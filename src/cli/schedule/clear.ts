import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { clearDay } from '../../services/editions/composing/calendar.ts'
import { digestOption, localDate, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { setDone } from './set-done.ts'
import { withDigest } from '../kit/with-app.ts'

export function registerClear(group: Command, shell: Shell): void {
  const command = group
    .command('clear')
    .description('put a skipped or moved day back on the weekly schedule')
    .argument('<date>', 'the local date that was skipped or moved, as YYYY-MM-DD', localDate)
    .addOption(digestOption())
    .action((date: Temporal.PlainDate, { digest: key }: { digest?: string }) =>
      withDigest(shell, { key }, async ({ context }, digest) => {
        const { cleared } = setDone(await clearDay(context, digest, date.toString(), commandActor))
        const what = cleared ? 'is back on the weekly schedule' : 'was neither skipped nor moved'
        shell.say(`${date.toString()} ${what}`)
      }),
    )
  withExamples(command, 'daywire schedule clear 2026-12-25')
}
