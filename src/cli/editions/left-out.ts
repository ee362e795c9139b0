import { Option, type Command } from 'commander'
import { gateNames, leftOut } from '../../services/editions/viewing/stories/left-out.ts'
import { pickEdition } from '../../services/editions/viewing/pick-edition.ts'
import { dateOption, jsonFlag, numberOption, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { editionName } from '../kit/outcome.ts'
import { table } from '../kit/table.ts'
import { withDigest } from '../kit/with-app.ts'
import { english } from '../../core/said/sentence.ts'

interface Options {
  date?: Temporal.PlainDate
  number: number
  gate?: string
  json?: boolean
}

/** `editions left-out`: why stories are not in an edition. */
export function registerLeftOut(group: Command, shell: Shell): void {
  const command = group
    .command('left-out')
    .description('list the stories that an edition left out, by gate, best rank first, each with the reason')
    .argument('[digest]', 'the digest, if there are several')
    .addOption(dateOption('the local date of the edition; the newest if not given'))
    .addOption(numberOption())
    .addOption(new Option('--gate <gate>', 'only those excluded by this gate').choices(gateNames))
    .addOption(jsonFlag())
    .action((key: string | undefined, { date, number, gate, json }: Options) =>
      withDigest(shell, { key }, async ({ context }, digest) => {
        const edition = await pickEdition(context, digest, date ?? null, number)
        const stories = await leftOut(context, edition, gate ?? null)
        if (json) for (const story of stories) shell.json(story)
        else if (stories.length > 0)
          shell.print(
            table(
              ['story', 'gate', 'points', 'source', 'headline', 'reason'],
              stories.map((one) => [
                one.story,
                one.gate,
                one.score,
                one.source,
                one.headline,
                english(one.reason),
              ]),
            ),
          )
        shell.say(`${editionName(digest.key, edition)} left out ${stories.length}`)
      }),
    )
  withExamples(command, 'daywire editions left-out daily --date 2026-11-20 --gate off-topic')
}
