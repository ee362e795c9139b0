import { Option, type Command } from 'commander'
import { listDays, type ScheduledDay } from '../../services/editions/composing/calendar.ts'
import { jsonFlag, wholeNumber, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { table } from '../kit/table.ts'
import { withDigest } from '../kit/with-app.ts'
import { english } from '../../core/said/sentence.ts'

interface Options {
  days: number
  json?: boolean
}

/** `schedule list`: today and the coming days. */
export function registerList(group: Command, shell: Shell): void {
  const command = group
    .command('list')
    .description('list the editions of today and the coming days, with what is skipped or moved and why')
    .argument('[digest]', 'the digest, if there are several')
    .addOption(new Option('--days <n>', 'this many days').argParser(wholeNumber).default(14))
    .addOption(jsonFlag())
    .action((key: string | undefined, { days, json }: Options) =>
      withDigest(shell, { key }, async ({ context }, digest) => {
        const found = await listDays(context, digest, days)
        if (json) for (const day of found) shell.json({ digest: digest.key, ...day })
        else if (found.length > 0) printDays(shell, found, digest.schedule.timeZone)
        shell.say(`${digest.key}, times in ${digest.schedule.timeZone}`)
      }),
    )
  withExamples(command, 'daywire schedule list', 'daywire schedule list daily --days 60 --json')
}

function printDays(shell: Shell, days: ScheduledDay[], zone: string): void {
  const local = (instant: string | null): string =>
    instant === null
      ? '–'
      : Temporal.Instant.from(instant)
          .toZonedDateTimeISO(zone)
          .toPlainDateTime()
          .toString({ smallestUnit: 'minute' })
          .replace('T', ' ')
  const rows = days.map(({ date, cutoff, sendAt, status, reason }) => [
    `${date} ${Temporal.PlainDate.from(date).toLocaleString('en', { weekday: 'short' })}`,
    local(cutoff),
    local(sendAt),
    status.replace('-', ' '),
    english(reason ?? ''),
  ])
  shell.print(table(['date', 'freezes', 'leaves', 'state', 'why'], rows))
}
