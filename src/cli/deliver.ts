import { Option, type Command } from 'commander'
import { AppError } from '../core/errors.ts'
import type { Digest } from '../core/entities/newsroom.ts'
import type { Delivered } from '../services/sending/delivery/deliver.ts'
import { deliverPatiently } from '../services/sending/delivery/deliver-patiently.ts'
import { deliveryCounts } from '../services/sending/delivery/deliveries.ts'
import { approvalAwaited, endorsersOf } from '../services/editions/approvals.ts'
import { foreseeEdition } from '../services/editions/viewing/preview/foresee.ts'
import { pickEdition } from '../services/editions/viewing/pick-edition.ts'
import { pauseSaid, sendingPause } from '../services/sending/sending-pause.ts'
import { sendMessages } from '../services/sending/outbox/send-messages.ts'
import { simulate } from '../services/sending/delivery/simulate.ts'
import { startSending } from '../services/sending/delivery/start-sending.ts'
import type { Edition } from '../core/entities/edition.ts'
import { dateOption, dryRunFlag, jsonFlag, numberOption, withExamples } from './kit/arguments.ts'
import type { App, Shell } from './kit/context.ts'
import { exitCode } from './kit/exit-codes.ts'
import {
  advice,
  countsInWords,
  editionName,
  editionArguments,
  exitCodeFor,
  finishWith,
  sendOrExplain,
  stopHints,
} from './kit/outcome.ts'
import { printSimulated } from './simulated.ts'
import { withDigest } from './kit/with-app.ts'
import { english } from '../core/said/sentence.ts'
import { text } from '../core/said/said.ts'

interface Options {
  date?: Temporal.PlainDate
  number: number
  atOnce?: boolean
  dryRun?: boolean
  simulate?: boolean
  json?: boolean
}

/** `deliver`: sends what is due of an approved edition; run again, it continues. */
export function registerDeliver(program: Command, shell: Shell): void {
  const command = program
    .command('deliver')
    .description('send what is due of an approved edition, or continue where an earlier run ended')
    .argument('[digest]', 'the digest, if there are several')
    .addOption(dateOption('the local date of the edition; the newest if not given'))
    .addOption(numberOption())
    .addOption(new Option('--at-once', "begin now, without waiting for the digest's hour or a reader's own"))
    .addOption(dryRunFlag())
    .option('--simulate', 'make every e-mail for the list as it is now, count them, and send none')
    .addOption(jsonFlag())
    .action((key: string | undefined, options: Options) =>
      withDigest(shell, { key }, async (app, digest) => {
        const edition = await pickEdition(app.context, digest, options.date ?? null, options.number)
        if (options.simulate)
          printSimulated(shell, await simulate(app.context, digest, edition), options.json ?? false)
        else if (options.dryRun) {
          const foreseen = await foreseeEdition(app.context, digest, edition, false)
          if (options.json) shell.json(foreseen)
          else for (const step of foreseen.steps) shell.print(step)
        } else await deliverNow(shell, app, digest, edition, options)
      }),
    )
  withExamples(
    command,
    'daywire deliver daily',
    'daywire deliver daily --date 2026-11-23 --dry-run',
    'daywire deliver daily --simulate',
  )
}

async function deliverNow(
  shell: Shell,
  { context }: App,
  digest: Digest,
  edition: Edition,
  { atOnce, json }: Options,
): Promise<void> {
  const name = editionName(digest.key, edition)
  if (atOnce && edition.status === 'sending')
    throw new AppError(
      'conflict',
      text(`${name} is already being sent, each e-mail at its hour; --at-once came too late`),
    )
  if (edition.stop) return reportStopped(shell, digest, edition)
  if (edition.status === 'draft') {
    const waits = approvalAwaited(digest, await endorsersOf(context, edition))
    shell.say(`${name} ${english(waits)}: daywire approve ${editionArguments(digest.key, edition)}`)
    shell.finish(exitCode.later)
    return
  }
  const started = edition.status === 'approved' && (await startSending(context, edition, atOnce ?? false))
  if (!started && edition.status !== 'sending') {
    const counts = await deliveryCounts(context, edition)
    print(shell, digest, edition, { counts, closed: true, nextDue: null, variants: 0 }, json)
    shell.say(
      `${name} is ${edition.status}${edition.reason ? `: ${english(edition.reason)}` : ''}; nothing is sent`,
    )
    for (const line of advice(digest.key, edition, counts)) shell.say(line)
    // Failures of earlier runs do not count: a rerun exits with 0, unless deliveries are unknown, which wait for a person.
    return finishWith(shell, context, edition, counts.unknown ? exitCode.part : exitCode.done)
  }
  await sendMessages(context, shell.signal)
  const again = `daywire deliver ${editionArguments(digest.key, edition)}`
  const [delivered] = await sendOrExplain(shell, again, () =>
    deliverPatiently(context, [edition], shell.signal),
  )
  await sendMessages(context, shell.signal)
  if (!delivered) return
  const { counts, closed, nextDue } = delivered
  print(shell, digest, edition, delivered, json)
  const current = await pickEdition(context, digest, edition.date, edition.number)
  if (closed) shell.say(`${name} has been sent`)
  else if (current.stop) return reportStopped(shell, digest, current)
  else if (current.status === 'stopped') shell.say(`${name} was stopped: ${english(current.reason ?? '')}`)
  else
    shell.say(
      `${name} is not finished yet; the next e-mail is due at ${nextDue?.toString({ smallestUnit: 'second' }) ?? '–'}`,
    )
  for (const line of advice(digest.key, edition, counts, nextDue)) shell.say(line)
  const paused = await sendingPause(context)
  if (!closed && paused !== null)
    shell.say(`sending is paused: ${english(pauseSaid(paused))}; daywire resume resumes it`)
  const isPaused = !closed && paused !== null
  const code = shell.signal.aborted && !closed ? exitCode.part : exitCodeFor(counts)
  await finishWith(shell, context, edition, isPaused ? exitCode.later : code)
}

function reportStopped(shell: Shell, { key }: Digest, edition: Edition): void {
  if (edition.stop) shell.say(`${editionName(key, edition)} is stopped: ${english(pauseSaid(edition.stop))}`)
  for (const hint of stopHints(key, edition)) shell.say(hint)
  shell.finish(exitCode.later)
}

function print(
  shell: Shell,
  { key }: Digest,
  { date }: Edition,
  { counts, ...rest }: Delivered,
  json: boolean | undefined,
): void {
  if (json) shell.json({ digest: key, date: date.toString(), ...rest, deliveries: counts })
  else shell.print(`deliveries  ${countsInWords(counts)}`)
}
