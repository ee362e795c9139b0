import type { Command } from 'commander'
import { checkSource, type CheckedItem, type CheckedSource } from '../../services/check-sources.ts'
import { clip } from '../../core/text.ts'
import { jsonFlag, withExamples } from '../arguments.ts'
import { counted } from '../counted.ts'
import type { Shell } from '../context.ts'
import { exitCode } from '../exit-codes.ts'
import { isAddress, placeOf } from './place.ts'
import { howOf, kindOption, optionsOption, timeZoneOption, type HowOptions } from './source-options.ts'

const itemsShown = 3

/** `sources check`: one input after the other, each told as soon as it is read; needs no database. */
export function registerCheck(group: Command, shell: Shell): void {
  const command = group
    .command('check')
    .description('read addresses, files or folders and tell what would be collected, and what is wrong')
    .argument('<input...>', 'addresses of feeds, files, folders of stories')
    .addOption(kindOption(shell))
    .addOption(optionsOption())
    .addOption(timeZoneOption())
    .addOption(jsonFlag())
    .action(async (inputs: string[], { json, ...written }: HowOptions & { json?: boolean }) => {
      const how = await howOf(shell, written)
      const reader = await shell.openSources()
      try {
        for (const input of inputs) {
          if (shell.signal.aborted) break
          const found = await checkSource(reader, placeOf(input, shell.cwd), how)
          if (json) shell.json({ [isAddress(input) ? 'url' : 'file']: input, ...found })
          else for (const line of foundInWords(input, found)) shell.print(line)
          if (found.error !== null) shell.finish(exitCode.part)
        }
      } finally {
        await reader.close()
      }
    })
  withExamples(
    command,
    'daywire sources check https://news.example.org/feed.xml',
    'daywire sources check feeds/*.xml --json',
  )
}

/** The first line stands for the input; the rest are indented. */
export function foundInWords(input: string, found: CheckedSource): string[] {
  if (found.error !== null) return [`${input}: failed: ${found.error}`]
  const { kind, charset, title, items, repairs, notes } = found
  const read = `${kind ?? '?'}, ${charset?.name ?? '?'} (${charset?.from ?? '?'})`
  return [
    `${input}: ${read}, “${title ?? ''}”, ${counted(items.length, 'item')}`,
    ...items.slice(0, itemsShown).map((item) => `  - ${itemInWords(item)}`),
    ...repairs.map((repair) => `  repaired: ${repair}`),
    ...notes.map((note) => `  note: ${note}`),
  ]
}

function itemInWords({ title, date, dateFrom, link, image }: CheckedItem): string {
  const when = date === null ? 'without a date' : `${dateFrom} ${date}`
  return `${clip(title, 100) || '(no headline)'} [${when}${image ? ', with picture' : ''}] ${link ?? '(no link)'}`
}
