import type { Simulated } from '../services/sending/delivery/simulate.ts'
import { counted } from './kit/counted.ts'
import type { Shell } from './kit/context.ts'
import { table } from './kit/table.ts'
import { english } from '../core/said/sentence.ts'

/** Only the most frequent are shown; `--json` prints all. */
const shown = 10
const aDay = 24 * 60

/** `deliver --simulate`: what would be sent, in numbers. */
export function printSimulated(shell: Shell, simulated: Simulated, json: boolean): void {
  if (json)
    return shell.json({
      ...simulated,
      skipped: Object.fromEntries(simulated.skipped.map(({ why, mails }) => [english(why), mails])),
    })
  const { recipients, mails, skipped, bytes, variants, domains, minutesByLimits, moreThanLast } = simulated
  shell.print(`${mails} e-mails for ${recipients} subscribers, ${(bytes / 1_000_000).toFixed(1)} MB in all`)
  for (const { why, mails: count } of skipped) shell.print(`${count} skipped: ${english(why)}`)
  shell.print(
    minutesByLimits === null
      ? 'no limit slows it down'
      : `within the limits it takes at least ${counted(minutesByLimits, 'minute')}${minutesByLimits > aDay ? ': longer than an e-mail is tried for' : ''}`,
  )
  shell.print(
    moreThanLast === null
      ? 'no edition was sent before'
      : `${Math.abs(moreThanLast)} ${moreThanLast < 0 ? 'fewer' : 'more'} than the edition before`,
  )
  const rows = variants.slice(0, shown)
  shell.print(
    table(
      ['e-mails', 'bytes', 'subject', 'topics'],
      rows.map((one) => [one.mails, one.bytes, one.subject, one.topics.join(', ')]),
    ),
  )
  shell.print(
    table(
      ['e-mails', 'domain'],
      domains.slice(0, shown).map((one) => [one.mails, one.domain]),
    ),
  )
  shell.say(`${variants.length} variants, ${domains.length} domains; nothing was sent`)
}
