import { InvalidArgumentError, Option, type Command } from 'commander'
import {
  checkPage,
  checkSource,
  type CheckedItem,
  type CheckedPage,
  type CheckedSource,
  type SourceReader,
} from '../../services/collecting/managing/check-sources.ts'
import type { CheckAs } from '../../sources/sources.ts'
import { english } from '../../core/said/sentence.ts'
import { clip } from '../../core/text/text.ts'
import { jsonFlag, withExamples } from '../kit/arguments.ts'
import { counted } from '../kit/counted.ts'
import type { Shell } from '../kit/context.ts'
import { exitCode } from '../kit/exit-codes.ts'
import { isAddress, placeOf } from './place.ts'
import { howOf, kindOption, optionsOption, timeZoneOption, type HowOptions } from './source-options.ts'

const itemsShown = 3
const textShown = 200

interface Options extends HowOptions {
  json?: boolean
  url?: string
}

/** `sources check`: one input after another, each reported as soon as it is read; needs no database. */
export function registerCheck(group: Command, shell: Shell): void {
  const command = group
    .command('check')
    .description('read addresses, files or folders, and report what would be collected and what is wrong')
    .argument('<input...>', 'addresses of feeds or pages, files, folders of stories')
    .addOption(kindOption(shell))
    .addOption(
      new Option('--url <address>', 'for a file: the address from which it was saved').argParser(webAddress),
    )
    .addOption(optionsOption())
    .addOption(timeZoneOption())
    .addOption(jsonFlag())
    .action((inputs: string[], options: Options) => check(shell, inputs, options))
  withExamples(
    command,
    'daywire sources check https://news.example.org/feed.xml',
    'daywire sources check feeds/*.xml --json',
    'daywire sources check --kind page saved.html.gz --url https://news.example.org/talks --json',
    'daywire sources check --kind listing https://news.example.org/latest',
  )
}

async function check(shell: Shell, inputs: string[], { json, url, ...written }: Options): Promise<void> {
  const how = { ...(await howOf(shell, written)), url }
  const reader = await shell.openSources()
  try {
    for (const input of inputs) {
      if (shell.signal.aborted) break
      const { found, words } = await read(reader, input, placeOf(input, shell.cwd), how)
      if (json) shell.json({ [isAddress(input) ? 'url' : 'file']: input, ...found })
      else for (const line of words) shell.print(line)
      if (found.error !== null) shell.finish(exitCode.part)
    }
  } finally {
    await reader.close()
  }
}

async function read(
  reader: SourceReader,
  input: string,
  place: string,
  how: CheckAs,
): Promise<{ found: CheckedSource | CheckedPage; words: string[] }> {
  if (how.kind === 'page') {
    const found = await checkPage(reader, place, how)
    return { found, words: pageInWords(input, found) }
  }
  const found = await checkSource(reader, place, how)
  return { found, words: foundInWords(input, found) }
}

function webAddress(text: string): string {
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? '')) return text
  throw new InvalidArgumentError('Write an address that begins with http:// or https://.')
}

/** The first line describes the input; the rest are indented. */
export function foundInWords(input: string, found: CheckedSource): string[] {
  if (found.error !== null) return [`${input}: failed: ${english(found.error)}`]
  const { kind, charset, title, items, repairs, notes } = found
  const read = `${kind ?? '?'}, ${charset?.name ?? '?'} (${charset?.from ?? '?'})`
  return [
    `${input}: ${read}, “${title ?? ''}”, ${counted(items.length, 'item')}`,
    ...items.slice(0, itemsShown).map((item) => `  - ${itemInWords(item)}`),
    ...repairs.map((repair) => `  repaired: ${english(repair)}`),
    ...notes.map((note) => `  note: ${english(note)}`),
  ]
}

function pageInWords(input: string, page: CheckedPage): string[] {
  if (page.error !== null) return [`${input}: failed: ${english(page.error)}`]
  const { byline, text, notes } = page
  return [
    `${input}: page, ${counted(text.split(/\s+/).filter(Boolean).length, 'word')}`,
    `  - ${itemInWords({ ...page, title: page.headline })}`,
    ...(byline === null ? [] : [`  by ${byline}`]),
    ...(text === '' ? [] : [`  ${clip(text.replace(/\s+/g, ' '), textShown)}`]),
    ...notes.map((note) => `  note: ${english(note)}`),
  ]
}

function itemInWords({
  title,
  date,
  dateFrom,
  link,
  image,
}: Pick<CheckedItem, 'title' | 'date' | 'dateFrom' | 'link' | 'image'>): string {
  const when = date === null ? 'without a date' : `${dateFrom} ${date}`
  return `${clip(title, 100) || '(no headline)'} [${when}${image ? ', with picture' : ''}] ${link ?? '(no link)'}`
}
