import { Option, type Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { setDay } from '../../services/editions/composing/calendar.ts'
import { digestOption, localDate, timeOfDay, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { setDone } from './set-done.ts'
import { withDigest } from '../kit/with-app.ts'

interface Options {
  to?: Temporal.PlainDate
  at?: string
  digest?: string
  reason: string
}

export function registerMove(group: Command, shell: Shell): void {
  const command = group
    .command('move')
    .description('send a day’s edition on another day, or at another hour')
    .argument('<date>', 'the local date, as YYYY-MM-DD', localDate)
    .addOption(new Option('--to <date>', 'the day on which it is sent').argParser(localDate))
    .addOption(new Option('--at <HH:MM>', 'the hour at which it is sent').argParser(timeOfDay))
    .requiredOption('--reason <text>', 'why, shown to editors')
    .addOption(digestOption())
    .action((date: Temporal.PlainDate, { to, at, digest: key, reason }: Options) => {
      if (!to && at === undefined) command.error('error: give --to DATE, --at HH:MM, or both')
      return withDigest(shell, { key }, async ({ context }, digest) => {
        const day = { date: date.toString(), to: (to ?? date).toString(), hour: at ?? null, reason }
        setDone(await setDay(context, digest, day, commandActor))
        const hour = at ?? digest.schedule.hour
        shell.say(`${digest.key} of ${day.date} is sent on ${day.to} at ${hour}: ${reason}`)
      })
    })
  withExamples(
    command,
    'daywire schedule move 2026-12-24 --at 05:00 --reason "early on Christmas Eve"',
    'daywire schedule move 2026-12-26 --to 2026-12-27 --reason "Boxing Day"',
  )
}
