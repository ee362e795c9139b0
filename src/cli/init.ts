import type { Command } from 'commander'
import { importNewsroom } from '../services/import-newsroom.ts'
import { findNewsroom } from '../services/find-digest.ts'
import { placeholdersIn } from '../services/placeholders.ts'
import { readNewsroom } from '../services/read-newsroom.ts'
import { withExamples } from './arguments.ts'
import type { Shell } from './context.ts'
import { importedInWords } from './newsroom/import.ts'
import { seedFiles } from './newsroom/seed-files.ts'
import { withApp } from './with-app.ts'

/** `init`: a newsroom that stands already is left as it is. */
export function registerInit(program: Command, shell: Shell): void {
  const command = program
    .command('init')
    .description('set up a newsroom from newsroom.json and subscribers/topics.json')
    .argument('[seed]', 'the newsroom file, or its folder')
    .action((named: string | undefined) =>
      withApp(shell, async ({ house }) => {
        const standing = await findNewsroom(house)
        if (standing) {
          shell.say(`${standing.name} is set up already; change it with: daywire newsroom import FILE`)
          return
        }
        const files = seedFiles(shell, named)
        const seed = await readNewsroom(files.newsroom, files.topics)
        const counts = await importNewsroom(house, seed, 'cli')
        shell.say(`${seed.file.newsroom.name} is set up from ${files.newsroom}: ${importedInWords(counts)}`)
        for (const line of nextSteps(files.newsroom, placeholdersIn(seed.file.newsroom), counts.sources))
          shell.say(line)
      }),
    )
  withExamples(command, 'daywire init', 'daywire init my-newsroom.json')
}

function nextSteps(file: string, placeholders: string[], sources: number): string[] {
  const change = `put your own ${placeholders.join(', ')} into ${file}, then: daywire newsroom import ${file}`
  const steps = [
    ...(placeholders.length > 0 ? [change] : []),
    ...(sources === 0 ? ['add sources: daywire sources add NAME ADDRESS'] : []),
    'add readers: daywire subscribers add EMAIL, or daywire subscribers import FILE',
    'see what is missing: daywire doctor',
    'make and look at an edition: daywire run, or let it go by itself: daywire serve',
  ]
  return ['What to do next:', ...steps.map((step, index) => `  ${index + 1}. ${step}`)]
}
