import type { Command } from 'commander'
import { perhapsSameOf } from '../../services/editions/viewing/stories/perhaps-same.ts'
import { pickEdition } from '../../services/editions/viewing/pick-edition.ts'
import { dateOption, jsonFlag, numberOption, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { counted } from '../kit/counted.ts'
import { editionName } from '../kit/outcome.ts'
import { table } from '../kit/table.ts'
import { withDigest } from '../kit/with-app.ts'

interface Options {
  date?: Temporal.PlainDate
  number: number
  json?: boolean
}

/** `editions perhaps-same`: pairs that the rules keep apart, and a person may merge. */
export function registerPerhapsSame(group: Command, shell: Shell): void {
  const command = group
    .command('perhaps-same')
    .description(
      'list pairs of an edition’s stories that may be one event, although the rules keep them apart',
    )
    .argument('[digest]', 'the digest, if there are several')
    .addOption(dateOption('the local date of the edition; the newest if not given'))
    .addOption(numberOption())
    .addOption(jsonFlag())
    .action((key: string | undefined, { date, number, json }: Options) =>
      withDigest(shell, { key }, async ({ context }, digest) => {
        const edition = await pickEdition(context, digest, date ?? null, number)
        const { pairs, more } = await perhapsSameOf(context, edition)
        if (json) for (const pair of pairs) shell.json(pair)
        else if (pairs.length > 0)
          shell.print(
            table(
              ['alike', 'story', 'outcome', 'source', 'headline'],
              pairs.flatMap(({ likeness, stories }) =>
                stories.map((one, place) => [
                  place === 0 ? likeness : '',
                  one.story,
                  one.outcome,
                  one.source,
                  one.headline,
                ]),
              ),
            ),
          )
        const rest = more > 0 ? `; the likest ${pairs.length} are listed, ${more} are not` : ''
        shell.say(
          `${editionName(digest.key, edition)} has ${counted(pairs.length + more, 'pair')} that may be one event${rest}`,
        )
      }),
    )
  withExamples(command, 'daywire editions perhaps-same daily --date 2026-11-20')
}
