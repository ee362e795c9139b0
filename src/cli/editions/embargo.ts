import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { AppError } from '../../core/errors.ts'
import { text } from '../../core/said/said.ts'
import { inEdition } from '../../services/editions/changing/make-change.ts'
import { embargoStory } from '../../services/editions/changing/stories/embargo-story.ts'
import { findStory } from '../../services/editions/viewing/stories/explain-story.ts'
import { pickEdition } from '../../services/editions/viewing/pick-edition.ts'
import { digestOption, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { withDigest } from '../kit/with-app.ts'
import { requireChanged } from './changed.ts'

interface Options {
  digest?: string
  until?: string
  lift?: boolean
}

/** `editions embargo`: no edition of any digest carries the story before the end of the embargo. */
export function registerEmbargo(group: Command, shell: Shell): void {
  const command = group
    .command('embargo')
    .description('publish a story in no edition and on no web page before a time')
    .argument('<story>', 'its number, or words of its headline')
    .option('--until <time>', 'such as 2026-12-01T08:00, by the digest’s clock, or 2026-12-01T08:00Z')
    .option('--lift', 'end it now')
    .addOption(digestOption())
    .action((wanted: string, { digest: key, until, lift }: Options) =>
      withDigest(shell, { key }, async ({ context }, digest) => {
        const end = endOf(until, lift, digest.schedule.timeZone)
        const { id, headline } = await findStory(context, wanted)
        const edition = await pickEdition(context, digest, null, 0)
        requireChanged(
          await embargoStory(context, inEdition(edition), { story: id, until: end }, commandActor),
        )
        if (!end) return shell.say(`“${headline}” is under no embargo; editions can carry it again`)
        shell.say(`“${headline}” is under embargo until ${end.toString({ smallestUnit: 'minute' })}`)
        shell.say(
          'editions that were approved with it need a new approval; e-mails that were sent contain it',
        )
      }),
    )
  withExamples(
    command,
    'daywire editions embargo "enrichment hall" --until 2026-12-01T08:00',
    'daywire editions embargo 1207 --lift',
  )
}

/** The instant; null with `--lift`. Throws `bad-input` if neither or both are given, or if it is no time. */
function endOf(until: string | undefined, lift: boolean | undefined, zone: string): Temporal.Instant | null {
  if ((until === undefined) === !lift)
    throw new AppError('bad-input', text('write either --until or --lift; nothing was changed'))
  if (until === undefined) return null
  try {
    return /(?:Z|[+-]\d\d:\d\d)$/i.test(until)
      ? Temporal.Instant.from(until)
      : Temporal.PlainDateTime.from(until).toZonedDateTime(zone).toInstant()
  } catch {
    throw new AppError(
      'bad-input',
      text(`“${until}” is no time such as 2026-12-01T08:00; nothing was changed`),
    )
  }
}
