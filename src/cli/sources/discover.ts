import type { Command } from 'commander'
import { english } from '../../core/said/sentence.ts'
import { clip } from '../../core/text/text.ts'
import {
  discoverSources,
  type DiscoveredSource,
} from '../../services/collecting/managing/discover-sources.ts'
import { jsonFlag, withExamples } from '../kit/arguments.ts'
import { counted } from '../kit/counted.ts'
import type { Shell } from '../kit/context.ts'

/** `sources discover`: needs no database. */
export function registerDiscover(group: Command, shell: Shell): void {
  const command = group
    .command('discover')
    .description('find where a site’s stories can be read')
    .argument('<address>', 'of any page of the site')
    .addOption(jsonFlag())
    .action(async (address: string, { json }: { json?: boolean }) => {
      const reader = await shell.openSources()
      try {
        for (const candidate of await discoverSources(reader, address))
          if (json) shell.json(candidate)
          else shell.print(candidateInWords(candidate))
      } finally {
        await reader.close()
      }
    })
  withExamples(command, 'daywire sources discover https://news.example.org/')
}

/** `https://…: feed “Title”, 12 items, newest 2026-11-20, named by the page`. */
export function candidateInWords({
  location,
  kind,
  title,
  how,
  items,
  newest,
  reason,
}: DiscoveredSource): string {
  const what = `${location}: ${kind}${title && ` “${clip(title, 60)}”`}`
  if (reason !== null) return `${what}, ${english(how)}, cannot be used: ${english(reason)}`
  return `${what}, ${counted(items, 'item')}, ${newest === null ? 'without dates' : `newest ${newest.slice(0, 10)}`}, ${english(how)}`
}
