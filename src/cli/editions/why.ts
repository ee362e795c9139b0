import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { inEdition } from '../../services/editions/changing/make-change.ts'
import { rewordStory } from '../../services/editions/changing/stories/reword-story.ts'
import { findStory } from '../../services/editions/viewing/stories/explain-story.ts'
import { pickEdition } from '../../services/editions/viewing/pick-edition.ts'
import { dateOption, digestOption, numberOption, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { changedHints, editionName } from '../kit/outcome.ts'
import { withDigest } from '../kit/with-app.ts'
import { requireChanged } from './changed.ts'
import { clearOption, textOr } from './note.ts'

interface Options {
  digest?: string
  date?: Temporal.PlainDate
  number: number
  clear?: boolean
}

/** `editions why`: the text on why a story matters, shown if the story leads. */
export function registerWhy(group: Command, shell: Shell): void {
  const command = group
    .command('why')
    .description('say why a story matters; shown to readers whose e-mail begins with it')
    .argument('<story>', 'its number, or words of its headline')
    .argument('[text]', 'why it matters, in one or two sentences')
    .addOption(digestOption())
    .addOption(dateOption('the local date of the edition; the newest if not given'))
    .addOption(numberOption())
    .addOption(clearOption())
    .action((wanted: string, text: string | undefined, { digest: key, date, number, clear }: Options) =>
      withDigest(shell, { key }, async ({ context }, digest) => {
        const edition = await pickEdition(context, digest, date ?? null, number)
        const story = await findStory(context, wanted)
        const why = { story: story.id, text: 'why', words: textOr(text, clear), of: 'edition' } as const
        const changed = requireChanged(await rewordStory(context, inEdition(edition), why, commandActor))
        const name = editionName(digest.key, edition)
        shell.say(`${name} ${clear ? 'no longer says' : 'says'} why “${story.headline}” matters`)
        for (const hint of changedHints(digest.key, edition, changed)) shell.say(hint)
      }),
    )
  withExamples(
    command,
    'daywire editions why "enrichment hall" "It is the first access since the accord lapsed."',
    'daywire editions why 1207 --clear',
  )
}
