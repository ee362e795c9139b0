import type { Command } from 'commander'
import { findDigest } from '../../services/newsroom/find-digest.ts'
import { listLedger } from '../../services/sending/delivery/list-ledger.ts'
import { pickEdition } from '../../services/editions/viewing/pick-edition.ts'
import { dateOption, jsonFlag, numberOption, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { exitCode } from '../kit/exit-codes.ts'
import { withApp } from '../kit/with-app.ts'
import { printRows } from './rows.ts'

interface Options {
  date?: Temporal.PlainDate
  number: number
  json?: boolean
}

const most = 1_000_000

/** `deliveries unknown`: of all editions, or of a named one; exit 3 while there are any. */
export function registerUnknown(group: Command, shell: Shell): void {
  const command = group
    .command('unknown')
    .description('list e-mails that may or may not have arrived, and wait for a person to decide')
    .argument('[digest]', 'only for this digest: for its edition of --date, otherwise for its newest')
    .addOption(dateOption('the local date of the edition'))
    .addOption(numberOption())
    .addOption(jsonFlag())
    .action((key: string | undefined, { date, number, json }: Options) =>
      withApp(shell, async ({ context }) => {
        const isNamed = key !== undefined || date !== undefined
        const edition = isNamed
          ? await pickEdition(context, await findDigest(context, key ?? null), date ?? null, number)
          : null
        const rows = await listLedger(context, { edition, status: 'unknown', count: most })
        printRows(shell, rows, json ?? false)
        shell.say(
          rows.length === 0
            ? 'no delivery is unknown'
            : `${rows.length} unknown; settle them with: daywire deliveries resolve`,
        )
        if (rows.length > 0) shell.finish(exitCode.part)
      }),
    )
  withExamples(
    command,
    'daywire deliveries unknown',
    'daywire deliveries unknown daily --date 2026-11-23 --json',
  )
}
