import type { Command } from 'commander'
import {
  explainStory,
  findStory,
  type ExplainedStory,
  type StoryOutcome,
} from '../../services/editions/viewing/stories/explain-story.ts'
import { jsonFlag, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { withApp } from '../kit/with-app.ts'
import { english } from '../../core/said/sentence.ts'

/** `curate explain`: why one story has its place. */
export function registerExplain(group: Command, shell: Shell): void {
  const command = group
    .command('explain')
    .description(
      'show a story’s topics, countries, cluster and rank, each with its words, and what happened to it',
    )
    .argument('<story>', 'its number, as `daywire editions left-out` shows it, or words of its headline')
    .addOption(jsonFlag())
    .action((wanted: string, { json }: { json?: boolean }) =>
      withApp(shell, async ({ context }) => {
        const explained = await explainStory(context, await findStory(context, wanted))
        if (json) shell.json(explained)
        else for (const line of inWords(explained)) shell.print(line)
      }),
    )
  withExamples(command, 'daywire curate explain 1207', 'daywire curate explain "enrichment hall" --json')
}

const quoted = (words: string[]): string => words.map((word) => `“${word}”`).join(', ')

function inWords({
  story,
  headline,
  source,
  link,
  topics,
  least,
  countries,
  outcomes,
  changes,
  ...dates
}: ExplainedStory) {
  return [
    `${story}  ${headline} (${source})`,
    `  ${link ?? 'no link'}`,
    `  published ${dates.publishedAt ?? 'at an unknown time'}, first seen ${dates.firstSeenAt}`,
    `topics, which count from ${least} points:`,
    ...(topics.length === 0 ? ['  none: it has no words of any topic'] : []),
    ...topics.map(
      ({ id, score, counts, words }) => `  ${id} ${score}${counts ? '' : ', too few'}: ${quoted(words)}`,
    ),
    'countries:',
    ...(countries.length === 0 ? ['  none was found'] : []),
    ...countries.map(({ name, score, words }) => `  ${name} ${score}: ${quoted(words)}`),
    ...(outcomes.length === 0 ? ['no edition has looked at it yet'] : []),
    ...outcomes.flatMap(outcomeInWords),
    ...changes.map(
      ({ at, changed, headline: was }) => `changed at ${at}: ${changed.join(', ')}; before: ${was}`,
    ),
  ]
}

function outcomeInWords({
  digest,
  edition,
  outcome,
  reason,
  score,
  place,
  duplicateOf,
  cluster,
}: StoryOutcome) {
  return [
    `${digest} of ${edition}: ${outcome}${place ? `, number ${place.number} of ${place.section}` : ''}, ${score} points`,
    ...(reason === '' ? [] : [`  ${english(reason)}`]),
    ...(place?.reasons ?? []).map((one) => `  ${english(one)}`),
    ...(duplicateOf
      ? [`  the same event: ${duplicateOf.story}  ${duplicateOf.headline} (${duplicateOf.source})`]
      : []),
    ...cluster.map((one) => `  also reported: ${one.story}  ${one.headline} (${one.source})`),
  ]
}
