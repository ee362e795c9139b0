import { Option, type Command } from 'commander'
import { clip } from '../../core/text/text.ts'
import type { Rule } from '../../core/entities/newsroom.ts'
import { tryRules, type TriedRules } from '../../services/collecting/managing/rules.ts'
import { jsonFlag, positiveNumber, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { counted } from '../kit/counted.ts'
import { withApp } from '../kit/with-app.ts'
import { readRule, ruleForm } from './rules.ts'
import { english } from '../../core/said/sentence.ts'

interface Options {
  days: number
  rule?: Rule
  source?: string
  json?: boolean
}

/** `sources try-rules`: changes nothing. */
export function registerTryRules(group: Command, shell: Shell): void {
  const command = group
    .command('try-rules')
    .description('show what the rules would have left out of the stories in the database; changes nothing')
    .addOption(new Option('--days <n>', 'of this many days').argParser(positiveNumber).default(7))
    .addOption(new Option('--rule <rule>', `one more rule to try: ${ruleForm}`).argParser(readRule))
    .option('--source <name>', 'the source to which the rule would apply; every source if not given')
    .addOption(jsonFlag())
    .action(({ days, rule, source, json }: Options) =>
      withApp(shell, async ({ context }) => {
        const more = rule ? { source: source ?? null, rule } : null
        const tried = await tryRules(context, days, more)
        if (json)
          for (const { story, reason } of tried.leftOut)
            shell.json({ source: story.sourceName, headline: story.headline, link: story.link, reason })
        else for (const line of inWords(tried)) shell.print(line)
        shell.say(`${tried.leftOut.length} of ${counted(tried.looked, 'story', 'stories')} left out`)
      }),
    )
  withExamples(
    command,
    'daywire sources try-rules',
    'daywire sources try-rules --days 30 --rule "leave-out category Sports" --source "Example Wire"',
  )
}

/** Grouped by reason, the most frequent first, each with its headlines. */
function inWords({ leftOut }: TriedRules): string[] {
  const byReason = [...Map.groupBy(leftOut, ({ reason }) => english(reason))].sort(
    ([, a], [, b]) => b.length - a.length,
  )
  return byReason.flatMap(([reason, stories]) => [
    `${reason}: ${stories.length}`,
    ...stories.map(({ story }) => `  - ${clip(story.headline, 100)} (${story.sourceName})`),
  ])
}
