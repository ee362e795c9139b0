import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { checkBackup, restoreBackup } from '../../services/backup/restore.ts'
import { jsonFlag, withExamples } from '../kit/arguments.ts'
import { counted } from '../kit/counted.ts'
import type { Shell } from '../kit/context.ts'

interface Options {
  check?: boolean
  json?: boolean
}

/** `restore`: restores a backup into an unused database, with sending paused. */
export function registerRestore(program: Command, shell: Shell): void {
  const command = program
    .command('restore')
    .description('restore a backup into the database and data folder of the settings, which must be unused')
    .argument('<backup>', 'the folder of the backup')
    .option('--check', 'read the whole backup and change nothing')
    .addOption(jsonFlag())
    .action((backup: string, options: Options) => {
      const folder = resolve(shell.cwd, backup)
      return options.check ? check(shell, folder, options) : restore(shell, folder, options)
    })
  withExamples(
    command,
    'daywire restore /srv/backups/daywire-2026-11-23T04-00-00Z --check',
    'daywire restore /srv/backups/daywire-2026-11-23T04-00-00Z',
  )
}

async function check(shell: Shell, folder: string, { json = false }: Options): Promise<void> {
  const { manifest, tables } = await checkBackup({ ...shell, disk: shell.openDisk() }, folder, tmpdir())
  const rows = Object.values(tables).reduce((sum, count) => sum + count, 0)
  if (json) shell.json({ madeAt: manifest.madeAt.toString(), version: manifest.version, rows, tables })
  shell.say(
    `the backup of ${manifest.madeAt.toString()} is whole: ${counted(rows, 'row')} and ${counted(manifest.files.length, 'file')}`,
  )
}

async function restore(shell: Shell, folder: string, { json = false }: Options): Promise<void> {
  const { manifest, aside } = await restoreBackup(
    { ...shell, disk: shell.openDisk() },
    folder,
    shell.config(),
  )
  if (json) shell.json({ madeAt: manifest.madeAt.toString(), version: manifest.version, keptBeside: aside })
  for (const path of aside) shell.say(`kept beside: ${path}`)
  shell.say(`restored the backup of ${manifest.madeAt.toString()}; sending is paused`)
  shell.say('What readers did since then is not in it: who left or changed something has to do so again.')
  shell.say('`daywire resume` lists the editions that may have been sent since, and resumes sending')
}
