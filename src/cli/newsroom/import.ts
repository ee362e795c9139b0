import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { importNewsroom, type ImportedNewsroom } from '../../services/newsroom/files/import-newsroom.ts'
import { readNewsroom } from '../../services/newsroom/files/read-newsroom.ts'
import { withExamples } from '../kit/arguments.ts'
import { counted } from '../kit/counted.ts'
import type { Shell } from '../kit/context.ts'
import { withApp } from '../kit/with-app.ts'
import { seedFiles } from './seed-files.ts'

/** `newsroom import`: replaces entries with the same key, and keeps the others. */
export function registerImport(group: Command, shell: Shell): void {
  const command = group
    .command('import')
    .description(
      'read newsroom.json, subscribers/topics.json, subscribers/suppressed-domains.json and profiles/ into the store: adds and replaces, removes nothing',
    )
    .argument('[file]', 'the newsroom file, or its folder')
    .action(async (named: string | undefined) => {
      const files = seedFiles(shell, named)
      const seed = await readNewsroom(files.newsroom, files.topics, files.profiles)
      const counts = await withApp(shell, ({ context }) => importNewsroom(context, seed, commandActor))
      shell.say(`${files.newsroom}: ${importedInWords(counts)}`)
    })
  withExamples(command, 'daywire newsroom import newsroom.json')
}

export function importedInWords({
  topics,
  digests,
  sources,
  countries,
  profiles,
  suppressedDomains,
}: ImportedNewsroom): string {
  return [
    counted(digests, 'digest'),
    counted(topics, 'topic'),
    counted(sources, 'source'),
    counted(countries, 'country', 'countries'),
    counted(profiles, 'country profile'),
    ...(suppressedDomains > 0 ? [`${counted(suppressedDomains, 'domain')} suppressed`] : []),
  ].join(', ')
}
