import { InvalidArgumentError, Option, type Command } from 'commander'
import { addSource } from '../../services/add-source.ts'
import { isLanguageTag } from '../../services/newsroom-file.ts'
import { isTimeZone } from '../../services/read-choices.ts'
import { positiveNumber, withExamples } from '../arguments.ts'
import type { Shell } from '../context.ts'
import { withApp } from '../with-app.ts'
import { foundInWords } from './check.ts'
import { keptPlace, placeOf } from './place.ts'

interface Options {
  kind?: string
  section: 'news' | 'analysis'
  language?: string
  weight: number
  pictures: 'keep' | 'link' | 'none'
  timeZone?: string
  check: boolean
}

/** `sources add`: reads it first and says what it found. */
export function registerAdd(group: Command, shell: Shell): void {
  const command = group
    .command('add')
    .description('add a source, after reading it once')
    .argument('<name>', 'how readers see it')
    .argument('<location>', 'address of a feed, or path of a file or a folder of stories')
    .addOption(
      new Option('--kind <kind>', 'what it is; found out where not given').choices(['feed', 'folder']),
    )
    .addOption(
      new Option('--section <section>', 'what it brings').choices(['news', 'analysis']).default('news'),
    )
    .addOption(
      new Option('--language <tag>', "its language; the newsroom's where not given").argParser(languageTag),
    )
    .addOption(
      new Option('--weight <n>', 'what its stories count in rank; 1 is ordinary')
        .argParser(positiveNumber)
        .default(1),
    )
    .addOption(
      new Option('--pictures <how>', 'keep copies, link to them, or none')
        .choices(['keep', 'link', 'none'])
        .default('keep'),
    )
    .addOption(
      new Option('--time-zone <zone>', 'for dates without one, such as Europe/Vienna').argParser(zoneName),
    )
    .option('--no-check', 'add it without reading it')
    .action((name: string, location: string, options: Options) => add(shell, name, location, options))
  withExamples(
    command,
    'daywire sources add "Example Wire" https://news.example.org/feed.xml',
    'daywire sources add Desk editors --kind folder --section analysis',
  )
}

function add(shell: Shell, name: string, input: string, options: Options): Promise<void> {
  return withApp(shell, async ({ house }) => {
    const location = placeOf(input, shell.cwd)
    const written = {
      name: name.trim(),
      location,
      kept: keptPlace(location, house.settings.dataFolder),
      kind: options.kind ?? null,
      language: options.language ?? null,
      section: options.section,
      weight: options.weight,
      pictures: options.pictures,
      timeZone: options.timeZone ?? null,
    }
    const { source, found } = await addSource(house, written, !options.check, 'cli')
    if (found) for (const line of foundInWords(input, found)) shell.print(line)
    shell.say(`${source.name} is added: ${source.kind}, ${source.section}, ${source.language}`)
  })
}

function languageTag(text: string): string {
  if (isLanguageTag(text)) return text
  throw new InvalidArgumentError('Write a language tag such as en.')
}

function zoneName(text: string): string {
  if (isTimeZone(text)) return text
  throw new InvalidArgumentError('Write a time zone such as Europe/Vienna.')
}
