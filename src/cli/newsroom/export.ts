import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Command } from 'commander'
import { exportNewsroom } from '../../services/newsroom/files/export-newsroom.ts'
import { withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { withApp } from '../kit/with-app.ts'

/** `newsroom export`: prints the path of each file written. */
export function registerExport(group: Command, shell: Shell): void {
  const command = group
    .command('export')
    .description(
      'write newsroom.json, subscribers/topics.json, subscribers/suppressed-domains.json and profiles/ as newsroom import reads them',
    )
    .argument('[folder]', 'where to', '.')
    .action(async (folder: string) => {
      const files = await withApp(shell, ({ context }) => exportNewsroom(context))
      for (const { path, content } of files) {
        await writeAtomically(join(resolve(shell.cwd, folder), path), content)
        shell.print(join(folder, path))
      }
    })
  withExamples(command, 'daywire newsroom export backup')
}

async function writeAtomically(path: string, content: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(`${path}.part`, content)
  await rename(`${path}.part`, path)
}
