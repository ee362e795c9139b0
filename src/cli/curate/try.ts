import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { Option, type Command } from 'commander'
import { AppError, reasonOf } from '../../core/errors.ts'
import {
  readTopics,
  readTriedItems,
  tryCurating,
  tryPairs,
  type Tried,
  type TriedPair,
} from '../../services/editions/composing/try-curating.ts'
import { jsonFlag, withExamples } from '../kit/arguments.ts'
import { counted } from '../kit/counted.ts'
import type { Shell } from '../kit/context.ts'
import { said } from '../../core/said/said.ts'

interface Options {
  topics?: string
  perhapsSame?: boolean
  json?: boolean
}

/** `curate try`: needs no database. */
export function registerTry(group: Command, shell: Shell): void {
  const command = group
    .command('try')
    .description(
      'classify stories that are not in the newsroom, one JSON object a line: topics, countries, events',
    )
    .argument('[file]', 'lines of id, title, lead, date, source; standard input if not given')
    .addOption(new Option('--topics <file>', 'a topics.json; by default the one that comes with Daywire'))
    .option('--perhaps-same', 'instead, list pairs that may be one event although the rules keep them apart')
    .addOption(jsonFlag())
    .action(async (file: string | undefined, { topics, perhapsSame, json }: Options) => {
      const lexicons = await readTopics(
        topics === undefined ? join(shell.root, 'subscribers/topics.json') : resolve(shell.cwd, topics),
      )
      const items = readTriedItems(
        file === undefined ? await text(shell.stdin) : await read(resolve(shell.cwd, file)),
      )
      if (perhapsSame) return printPairs(shell, tryPairs(items), json ?? false)
      const tried = tryCurating(items, lexicons)
      for (const one of tried) {
        if (json) shell.json(one)
        else for (const line of inWords(one)) shell.print(line)
      }
      const events = new Set(tried.map(({ cluster }) => cluster)).size
      shell.say(`${counted(tried.length, 'story', 'stories')}, ${counted(events, 'event')}`)
    })
  withExamples(command, 'daywire curate try --json < items.jsonl', 'daywire curate try items.jsonl')
}

function printPairs(shell: Shell, pairs: TriedPair[], json: boolean): void {
  for (const pair of pairs) {
    if (json) shell.json(pair)
    else shell.print(`${pair.a}, ${pair.b}: similarity ${pair.likeness}`)
  }
  shell.say(`${counted(pairs.length, 'pair')} that may be one event`)
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new AppError('bad-input', said('cannot-read', { file: path, why: reasonOf(cause) }), { cause })
  }
}

function inWords({ id, topics, countries, cluster, words }: Tried): string[] {
  const withWords = (name: string) => `${name} (${(words[name] ?? []).join(', ')})`
  return [
    `${id}${cluster === id ? '' : `, of the same event as ${cluster}`}`,
    `  topics: ${topics.map(withWords).join('; ') || 'none'}`,
    `  countries: ${countries.map(withWords).join('; ') || 'none'}`,
  ]
}
