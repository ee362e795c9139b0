import { Option, type Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { readAddress } from '../../core/addresses/address.ts'
import { AppError } from '../../core/errors.ts'
import { settlements, type Settlement } from '../../core/entities/delivery.ts'
import { resolveDeliveries, unknownToSettle } from '../../services/sending/delivery/deliveries.ts'
import { listLedger } from '../../services/sending/delivery/list-ledger.ts'
import { pickEdition } from '../../services/editions/viewing/pick-edition.ts'
import { dateOption, dryRunFlag, numberOption, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { editionArguments } from '../kit/outcome.ts'
import { withDigest } from '../kit/with-app.ts'
import { printRows } from './rows.ts'
import { said, saidOf } from '../../core/said/said.ts'

interface Options {
  date?: Temporal.PlainDate
  number: number
  all?: boolean
  email?: string
  as: Settlement
  reason: string
  dryRun?: boolean
}

/** `deliveries resolve`: records a person's decision about unknown deliveries; `queued` sends them again. */
export function registerResolve(group: Command, shell: Shell): void {
  const command = group
    .command('resolve')
    .description('settle unknown e-mails: they arrived (sent), send them again (queued), or give up (failed)')
    .argument('[digest]', 'the digest, if there are several')
    .addOption(dateOption('the local date of the edition; the newest if not given'))
    .addOption(numberOption())
    .addOption(new Option('--all', 'every unknown e-mail of the edition').conflicts('email'))
    .addOption(new Option('--email <address>', 'only the one to this address'))
    .addOption(new Option('--as <outcome>', 'what happened to it').choices(settlements).makeOptionMandatory())
    .addOption(new Option('--reason <text>', 'why, for the record').makeOptionMandatory())
    .addOption(dryRunFlag())
    .action((key: string | undefined, options: Options) => resolve(command, shell, key, options))
  withExamples(
    command,
    'daywire deliveries resolve daily --date 2026-11-23 --all --as sent --reason "seen in the server log"',
  )
}

function resolve(command: Command, shell: Shell, key: string | undefined, options: Options): Promise<void> {
  const { all, date, number, as, reason } = options
  if (!all && options.email === undefined) command.error('error: give --all or --email ADDRESS')
  const email = options.email === undefined ? null : addressOf(options.email)
  return withDigest(shell, { key }, async ({ context }, digest) => {
    const edition = await pickEdition(context, digest, date ?? null, number)
    if (options.dryRun) {
      await unknownToSettle(context, edition, { email, as })
      const rows = await listLedger(context, { edition, status: 'unknown', count: 1_000_000 })
      const chosen = rows.filter((row) => email === null || row.email === email)
      printRows(shell, chosen, false)
      shell.say(`would settle ${chosen.length} as ${as}`)
      return
    }
    const count = await resolveDeliveries(context, edition, { email, as, reason }, commandActor)
    shell.say(`${count} settled as ${as}`)
    if (as === 'queued') shell.say(`daywire deliver ${editionArguments(digest.key, edition)} sends them`)
  })
}

function addressOf(text: string): string {
  const reading = readAddress(text)
  if (!reading.ok)
    throw new AppError('bad-input', said('address-refused', { address: text, why: saidOf(reading) }))
  return reading.address
}
