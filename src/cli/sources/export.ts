import { rename, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { AppError, reasonOf } from '../../core/errors.ts'
import { exportOpml } from '../../services/collecting/managing/export-opml.ts'
import { withExamples } from '../kit/arguments.ts'
import { counted } from '../kit/counted.ts'
import type { Shell } from '../kit/context.ts'
import { withApp } from '../kit/with-app.ts'
import { said } from '../../core/said/said.ts'
import { english } from '../../core/said/sentence.ts'

/** `sources export`: the feeds as OPML, for other feed readers. */
export function registerExport(group: Command, shell: Shell): void {
  const command = group
    .command('export')
    .description('write the feeds among the sources as an OPML list for feed readers')
    .argument('[file]', 'the file to write; stdout if not given')
    .action(async (file: string | undefined) => {
      const list = await withApp(shell, ({ context }) => exportOpml(context))
      if (file === undefined) shell.stdout(list.text)
      else await writeAtomically(resolve(shell.cwd, file), list.text)
      for (const { name, reason } of list.leftOut) shell.say(`${name} is left out: ${english(reason)}`)
      shell.say(`${counted(list.feeds, 'feed')} exported${file === undefined ? '' : ` to ${file}`}`)
    })
  withExamples(command, 'daywire sources export feeds.opml', 'daywire sources export > feeds.opml')
}

async function writeAtomically(path: string, text: string): Promise<void> {
  try {
    await writeFile(`${path}.part`, text)
    await rename(`${path}.part`, path)
  } catch (cause) {
    throw new AppError('bad-input', said('cannot-write', { file: path, why: reasonOf(cause) }), { cause })
  }
}
