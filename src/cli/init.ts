import type { Command } from 'commander'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { commandActor } from '../core/entities/actor.ts'
import { offerCatalogue, readCatalogue } from '../services/collecting/managing/catalogue.ts'
import type { Context } from '../services/context.ts'
import { importNewsroom } from '../services/newsroom/files/import-newsroom.ts'
import { findNewsroom } from '../services/newsroom/find-digest.ts'
import { placeholdersIn } from '../services/newsroom/doctor/placeholders.ts'
import { readNewsroom } from '../services/newsroom/files/read-newsroom.ts'
import { withExamples } from './kit/arguments.ts'
import type { Shell } from './kit/context.ts'
import { counted } from './kit/counted.ts'
import { importedInWords } from './newsroom/import.ts'
import { seedFiles } from './newsroom/seed-files.ts'
import { withApp } from './kit/with-app.ts'

/** `init`: an existing newsroom is left unchanged. */
export function registerInit(program: Command, shell: Shell): void {
  const command = program
    .command('init')
    .description(
      'set up a newsroom from newsroom.json, subscribers/topics.json and profiles/, and offer the sources of catalogue.json',
    )
    .argument('[seed]', 'the newsroom file, or its folder')
    .option('--no-catalogue', 'do not offer the sources of catalogue.json')
    .action((named: string | undefined, { catalogue }: { catalogue: boolean }) =>
      withApp(
        shell,
        async ({ context }) => {
          const existing = await findNewsroom(context)
          if (existing) {
            shell.say(`${existing.name} is set up already; change it with: daywire newsroom import FILE`)
            return
          }
          const files = seedFiles(shell, named)
          // A new newsroom without its own profiles starts with those of the package.
          const profiles = existsSync(files.profiles) ? files.profiles : join(shell.root, 'profiles')
          const seed = await readNewsroom(files.newsroom, files.topics, profiles)
          const counts = await importNewsroom(context, seed, commandActor)
          shell.say(`${seed.file.newsroom.name} is set up from ${files.newsroom}: ${importedInWords(counts)}`)
          const offers = catalogue ? await offer(context, shell) : 0
          if (offers > 0)
            shell.say(`${counted(offers, 'source')} of catalogue.json were added, off and unproven`)
          const placeholders = placeholdersIn(seed.file.newsroom)
          for (const line of nextSteps(files.newsroom, placeholders, counts.sources, offers)) shell.say(line)
        },
        { schema: 'create' },
      ),
    )
  withExamples(command, 'daywire init', 'daywire init my-newsroom.json --no-catalogue')
}

async function offer(context: Context, shell: Shell): Promise<number> {
  return offerCatalogue(context, await readCatalogue(join(shell.root, 'catalogue.json')), commandActor)
}

function nextSteps(file: string, placeholders: string[], sources: number, offers: number): string[] {
  const change = `put your own ${placeholders.join(', ')} into ${file}, then: daywire newsroom import ${file}`
  const steps = [
    ...(placeholders.length > 0 ? [change] : []),
    ...(offers > 0
      ? ['see which offered sources can be read: daywire sources probe; --on switches them on']
      : []),
    ...(sources === 0 ? ['add sources of your own: daywire sources add NAME ADDRESS'] : []),
    'add readers: daywire subscribers add EMAIL, or daywire subscribers import FILE',
    'see what is missing: daywire doctor',
    'make and send an edition now: daywire run; or do it automatically: daywire serve',
  ]
  return ['What to do next:', ...steps.map((step, index) => `  ${index + 1}. ${step}`)]
}
