import { Option, type Command } from 'commander'
import { listEditions } from '../../services/editions/viewing/list-editions.ts'
import { jsonFlag, wholeNumber, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { countsInWords, stopHints } from '../kit/outcome.ts'
import { table } from '../kit/table.ts'
import { withDigest } from '../kit/with-app.ts'
import { english } from '../../core/said/sentence.ts'

interface Options {
  count: number
  json?: boolean
}

/** `editions list`: newest first. */
export function registerList(group: Command, shell: Shell): void {
  const command = group
    .command('list')
    .description('list the editions of a digest, newest first, with what happened to them')
    .argument('[digest]', 'the digest, if there are several')
    .addOption(new Option('--count <n>', 'at most this many').argParser(wholeNumber).default(14))
    .addOption(jsonFlag())
    .action((key: string | undefined, { count, json }: Options) =>
      withDigest(shell, { key }, async ({ context }, digest) => {
        const editions = await listEditions(context, digest, count)
        if (json) for (const edition of editions) shell.json(edition)
        else if (editions.length > 0)
          shell.print(
            table(
              ['date', 'no', 'state', 'subject or reason', 'e-mails'],
              editions.map(({ date, number, status, stop, correctedAt, subject, reason, counts }) => [
                date,
                number,
                stop ? `${status}, stopped` : correctedAt ? `${status}, being corrected` : status,
                english(stop?.reason ?? reason ?? subject ?? ''),
                countsInWords(counts),
              ]),
            ),
          )
        for (const { date, number, stop } of editions)
          if (stop)
            for (const hint of stopHints(digest.key, { date: Temporal.PlainDate.from(date), number }))
              shell.say(`stopped, ${date}: ${hint}`)
        if (editions.length === 0) shell.say(`${digest.key} has no edition yet; daywire run makes one`)
      }),
    )
  withExamples(command, 'daywire editions list daily --count 30')
}
