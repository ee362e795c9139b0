import { english } from '../../core/said/sentence.ts'
import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { type Added, addStory } from '../../services/editions/adding/add-story.ts'
import { pickBasis } from '../../services/editions/changing/pick-basis.ts'
import { dateOption, numberOption, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { changedHints } from '../kit/outcome.ts'
import { withDigest } from '../kit/with-app.ts'
import { requireChanged } from './changed.ts'

interface Options {
  date?: Temporal.PlainDate
  number: number
  headline?: string
  text?: string
  source?: string
  topic?: string
}

/** `editions add`: adds a story that was not collected, by its link or by its texts. */
export function registerAdd(group: Command, shell: Shell): void {
  const command = group
    .command('add')
    .description('add a story to an edition, by its link or as it is typed')
    .argument('<digest>', 'the digest')
    .argument('[url]', 'the link of the story; what is not typed is taken from its page')
    .option('--headline <text>', 'its headline')
    .option('--text <text>', 'what it says, in one to three sentences')
    .option('--source <name>', 'who reports it; the host of the link if not given')
    .option('--topic <id>', 'the topic of its section; found in its words if not given')
    .addOption(
      dateOption(
        'the local date; the newest edition if not given. A date without an edition yet gets a wish',
      ),
    )
    .addOption(numberOption())
    .action((key: string, url: string | undefined, { date, number, topic, ...typed }: Options) =>
      withDigest(shell, { key }, async ({ context }, digest) => {
        const { basis, edition } = await pickBasis(context, digest, date ?? null, number)
        const { headline = null, text = null, source = null } = typed
        const input = { link: url ?? null, headline, text, source, topic: topic ?? null, to: null }
        const added = await addStory(context, basis, input, commandActor)
        const changed = requireChanged(added)
        if (added.ok) for (const line of lines(added)) shell.say(line)
        for (const hint of edition ? changedHints(digest.key, edition, changed) : []) shell.say(hint)
      }),
    )
  withExamples(
    command,
    'daywire editions add daily https://news.example/hall --topic nuclear',
    'daywire editions add daily --headline "Seals counted in the hall" --text "All of them." --source "Example Agency"',
    'daywire editions add daily https://news.example/hall --date 2026-12-01',
  )
}

function lines({ story, isKnown, page, fault }: Extract<Added, { ok: true }>): string[] {
  if (isKnown) return [`it was collected before, as story ${story}, which is in now with its own words`]
  const added = `added as story ${story}`
  if (page === 'awaited')
    return [added, 'its page was not read yet; while daywire serve runs, it is filled in when it comes']
  if (page === 'unreadable')
    return [added, `its page cannot be read: ${english(fault ?? '')}; it stays as it was typed`]
  return [added]
}
