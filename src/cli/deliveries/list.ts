import { Option, type Command } from 'commander'
import { transitions, type DeliveryStatus } from '../../core/entities/states.ts'
import { deliveryCounts } from '../../services/sending/delivery/deliveries.ts'
import { listLedger } from '../../services/sending/delivery/list-ledger.ts'
import { pickEdition } from '../../services/editions/viewing/pick-edition.ts'
import { dateOption, jsonFlag, numberOption, wholeNumber, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { countsInWords, editionName } from '../kit/outcome.ts'
import { withDigest } from '../kit/with-app.ts'
import { printRows } from './rows.ts'

interface Options {
  date?: Temporal.PlainDate
  number: number
  status?: DeliveryStatus
  count: number
  json?: boolean
}

export function registerList(group: Command, shell: Shell): void {
  const command = group
    .command('list')
    .description('list the deliveries of an edition, one line each')
    .argument('[digest]', 'the digest, if there are several')
    .addOption(dateOption('the local date of the edition; the newest if not given'))
    .addOption(numberOption())
    .addOption(new Option('--status <status>', 'only those').choices(Object.keys(transitions.delivery)))
    .addOption(new Option('--count <n>', 'at most this many').argParser(wholeNumber).default(1000))
    .addOption(jsonFlag())
    .action((key: string | undefined, { date, number, status, count, json }: Options) =>
      withDigest(shell, { key }, async ({ context }, digest) => {
        const edition = await pickEdition(context, digest, date ?? null, number)
        printRows(shell, await listLedger(context, { edition, status: status ?? null, count }), json ?? false)
        const counts = await deliveryCounts(context, edition)
        shell.say(`${editionName(digest.key, edition)}: ${countsInWords(counts)}`)
      }),
    )
  withExamples(command, 'daywire deliveries list daily --date 2026-11-23 --status failed')
}
