import { Option, type Command } from 'commander'
import { feedbackOutcomes, type FeedbackOutcome } from '../../core/entities/feedback/feedback.ts'
import type { ReportKind } from '../../core/entities/feedback/report.ts'
import { commandActor } from '../../core/entities/actor.ts'
import { listFeedback, listMassFailures } from '../../services/feedback/viewing/list-feedback.ts'
import { jsonFlag, wholeNumber, withExamples } from '../kit/arguments.ts'
import { counted } from '../kit/counted.ts'
import type { Shell } from '../kit/context.ts'
import { table } from '../kit/table.ts'
import { withApp } from '../kit/with-app.ts'
import { outcomeWords } from './receive.ts'

interface Options {
  kind?: ReportKind
  outcome?: FeedbackOutcome
  count: number
  json?: boolean
}

const shown = 60

/** `bounces list`: newest first. */
export function registerList(group: Command, shell: Shell): void {
  const command = group
    .command('list')
    .description('list bounces, complaints and automatic replies, and what was done about each, newest first')
    .addOption(
      new Option('--kind <kind>', 'only these').choices(['bounce', 'complaint', 'auto-reply', 'other']),
    )
    .addOption(new Option('--outcome <outcome>', 'only these').choices(feedbackOutcomes))
    .addOption(new Option('--count <n>', 'at most this many').argParser(wholeNumber).default(100))
    .addOption(jsonFlag())
    .action(({ kind, outcome, count, json }: Options) =>
      withApp(shell, async ({ context }) => {
        const rows = await listFeedback(
          context,
          { kind: kind ?? null, outcome: outcome ?? null, count },
          commandActor,
        )
        if (json)
          for (const { message: _message, receivedAt, key: _key, hash: _hash, ...row } of rows)
            shell.json({ ...row, receivedAt: receivedAt.toString() })
        else if (rows.length > 0) {
          const cells = rows.map((row) => [
            row.receivedAt.toString({ smallestUnit: 'minute' }),
            row.kind,
            row.address ?? 'not named',
            row.reason,
            outcomeWords[row.outcome],
            row.says.slice(0, shown),
          ])
          const head = ['received', 'kind', 'address', 'reason', 'what was done', 'reply']
          for (const line of table(head, cells).split('\n')) shell.print(line)
        }
        shell.say(counted(rows.length, 'report'))
        for (const { domain, count: waiting } of await listMassFailures(context, commandActor))
          shell.say(
            `${waiting} addresses at ${domain} wait for a decision: daywire bounces settle ${domain} --decision suppress, or --decision drop`,
          )
      }),
    )
  withExamples(
    command,
    'daywire bounces list --kind complaint',
    'daywire bounces list --outcome unmatched --json',
  )
}
