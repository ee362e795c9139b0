import type { Command } from 'commander'
import { commandActor } from '../core/entities/actor.ts'
import { compose } from '../services/editions/composing/compose.ts'
import {
  explainEdition,
  type CarriedStory,
  type LeftStory,
} from '../services/editions/viewing/explain-edition.ts'
import type { Context } from '../services/context.ts'
import type { Digest } from '../core/entities/newsroom.ts'
import { localDate, planned, sendInstant } from '../core/schedule.ts'
import { dateOption, jsonFlag, numberOption, withExamples } from './kit/arguments.ts'
import type { Shell } from './kit/context.ts'
import { editionName, editionArguments } from './kit/outcome.ts'
import { withDigest } from './kit/with-app.ts'
import { english } from '../core/said/sentence.ts'

interface Options {
  date?: Temporal.PlainDate
  number: number
  json?: boolean
}

/** `compose`: freezes now, and shows each story's outcome; an existing edition is shown unchanged. */
export function registerCompose(program: Command, shell: Shell): void {
  const command = program
    .command('compose')
    .description('make the edition from what has been collected, and show why each story is included or not')
    .argument('[digest]', 'the digest, if there are several')
    .addOption(dateOption('compose as of that local date'))
    .addOption(numberOption())
    .addOption(jsonFlag())
    .action((key: string | undefined, { date, number, json }: Options) =>
      withDigest(shell, { key, date }, async ({ context }, digest) => {
        const { edition, created } = await composeNow(context, digest, number)
        const { carried, left, profile } = await explainEdition(context, edition)
        if (json) for (const story of [...carried, ...left, ...(profile ? [profile] : [])]) shell.json(story)
        else printStories(shell, carried, left)
        if (!json && profile)
          shell.print(`country profile: ${profile.country ?? 'none'}\n  ${english(profile.reason)}`)
        const name = editionName(digest.key, edition)
        shell.say(
          `${name}${created ? '' : ' already existed: it'} is ${edition.status}${edition.reason ? `: ${english(edition.reason)}` : ''}`,
        )
        if (edition.status === 'draft')
          shell.say(`look at it with: daywire preview ${editionArguments(digest.key, edition)}`)
      }),
    )
  withExamples(command, 'daywire compose daily', 'daywire compose daily --json')
}

/** An edition composed by hand before its hour is still sent at its hour. */
function composeNow(context: Context, digest: Digest, number: number) {
  const frozenAt = context.clock.now()
  const date = localDate(frozenAt, digest.schedule.timeZone)
  const hour = planned(digest.schedule, date)?.sendAt ?? sendInstant(digest.schedule, date)
  const dueAt = Temporal.Instant.compare(hour, frozenAt) > 0 ? hour : frozenAt
  return compose(context, { digest, date, number, frozenAt, dueAt }, commandActor)
}

function printStories(shell: Shell, carried: CarriedStory[], left: LeftStory[]): void {
  for (const section of ['news', 'analysis'] as const) {
    const stories = carried.filter((story) => story.section === section)
    shell.print(`${section}: ${stories.length}`)
    for (const story of stories) {
      const about = [story.topics.join(', '), story.countries.join(', ')].filter((text) => text !== '')
      shell.print(`${String(story.place).padStart(4)}  ${story.headline} (${story.source})`)
      shell.print(`      ${[...about, ...story.reasons.map(english)].join('; ')}`)
    }
  }
  shell.print(`left out: ${left.length}`)
  for (const story of left) {
    shell.print(`  ${story.outcome}: ${story.headline} (${story.source})`)
    shell.print(`      ${english(story.reason)}`)
  }
}
