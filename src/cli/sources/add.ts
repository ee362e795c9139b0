import { InvalidArgumentError, Option, type Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { addSource } from '../../services/collecting/managing/add-source.ts'
import { isLanguageTag } from '../../services/newsroom/files/newsroom-file.ts'
import { positiveNumber, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { withApp } from '../kit/with-app.ts'
import { foundInWords } from './check.ts'
import { candidateInWords } from './discover.ts'
import { storedPlace, placeOf } from './place.ts'
import { kindOption, optionsFrom, optionsOption, timeZoneOption, type HowOptions } from './source-options.ts'

interface Options extends HowOptions {
  section: 'news' | 'analysis'
  language?: string
  weight: number
  pictures: 'keep' | 'link' | 'none'
  check: boolean
}

/** `sources add`: reads the source first and reports what it found. */
export function registerAdd(group: Command, shell: Shell): void {
  const command = group
    .command('add')
    .description('add a source, after reading it once')
    .argument('<name>', 'how readers see it')
    .argument('<location>', 'address of a feed or a site, or path of a file or a folder of stories')
    .addOption(kindOption(shell))
    .addOption(optionsOption())
    .addOption(
      new Option('--section <section>', 'what it brings').choices(['news', 'analysis']).default('news'),
    )
    .addOption(
      new Option('--language <tag>', "its language; the newsroom's if not given").argParser(languageTag),
    )
    .addOption(
      new Option('--weight <n>', 'how much its stories count in rank; 1 is normal')
        .argParser(positiveNumber)
        .default(1),
    )
    .addOption(
      new Option('--pictures <how>', 'keep copies, link to them, or none')
        .choices(['keep', 'link', 'none'])
        .default('keep'),
    )
    .addOption(timeZoneOption())
    .option('--no-check', 'add it without reading it')
    .action((name: string, location: string, options: Options) => add(shell, name, location, options))
  withExamples(
    command,
    'daywire sources add "Example Wire" https://news.example.org/feed.xml',
    'daywire sources add "Example Wire" https://news.example.org/',
    'daywire sources add "Health Office" https://health.example.org/api/news --kind json --options health.json',
    'daywire sources add Desk editors --kind folder --section analysis',
  )
}

async function add(shell: Shell, name: string, input: string, options: Options): Promise<void> {
  const sourceOptions = await optionsFrom(shell, options)
  await withApp(shell, async ({ context }) => {
    const location = placeOf(input, shell.cwd)
    const written = {
      name: name.trim(),
      location,
      kept: storedPlace(location, context.settings.dataFolder),
      kind: options.kind ?? null,
      language: options.language ?? null,
      section: options.section,
      weight: options.weight,
      pictures: options.pictures,
      timeZone: options.timeZone ?? null,
      options: sourceOptions,
    }
    const { source, found, discovered } = await addSource(context, written, !options.check, commandActor)
    for (const candidate of discovered) shell.print(candidateInWords(candidate))
    if (discovered.length > 0) shell.say(`${input} is not a source itself; taken instead: ${source.location}`)
    if (found)
      for (const line of foundInWords(discovered.length > 0 ? source.location : input, found))
        shell.print(line)
    shell.say(`${source.name} is added: ${source.kind}, ${source.section}, ${source.language}`)
  })
}

function languageTag(text: string): string {
  if (isLanguageTag(text)) return text
  throw new InvalidArgumentError('Write a language tag such as en.')
}
