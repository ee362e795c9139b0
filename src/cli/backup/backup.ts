import { join, resolve } from 'node:path'
import { InvalidArgumentError, type Command } from 'commander'
import { makeBackup } from '../../services/backup/backup.ts'
import { deleteOldBackups } from '../../services/backup/old-backups.ts'
import { jsonFlag, wholeNumber, withExamples } from '../kit/arguments.ts'
import { counted } from '../kit/counted.ts'
import type { Shell } from '../kit/context.ts'

interface Options {
  keep?: number
  json?: boolean
}

/** `backup`: copies the database and the files of the data folder while the service runs. */
export function registerBackup(program: Command, shell: Shell): void {
  const command = program
    .command('backup')
    .description(
      'write the database and the files of the data folder into a new folder, while the service runs',
    )
    .argument('<folder>', 'where backups are kept, each in a folder of its own')
    .option('--keep <n>', 'then delete all but the newest n backups in that folder', atLeastOne)
    .addOption(jsonFlag())
    .action((folder: string, options: Options) => backup(shell, resolve(shell.cwd, folder), options))
  withExamples(command, 'daywire backup /srv/backups', 'daywire backup /srv/backups --keep 14')
}

function atLeastOne(text: string): number {
  const count = wholeNumber(text)
  if (count < 1) throw new InvalidArgumentError('Write how many to keep, at least 1.')
  return count
}

async function backup(shell: Shell, folder: string, { keep, json = false }: Options): Promise<void> {
  const { databaseUrl, dataFolder } = shell.config()
  const store = shell.openStore(databaseUrl, join(dataFolder, 'media'))
  try {
    const { clock, progress, version, openStore } = shell
    const places = { databaseUrl, dataFolder, folder }
    const { path, manifest } = await makeBackup(
      { store, disk: shell.openDisk(), clock, progress, version, openStore },
      places,
    )
    const deleted = keep === undefined ? [] : await deleteOldBackups(folder, keep)
    const rows = Object.values(manifest.tables).reduce((sum, count) => sum + count, 0)
    const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0)
    if (json) shell.json({ path, rows, files: manifest.files.length, bytes, deleted })
    else shell.print(path)
    shell.say(
      `${counted(rows, 'row')} and ${counted(manifest.files.length, 'file')}, ${(bytes / 1e6).toFixed(1)} MB, written and read again`,
    )
    if (deleted.length > 0) shell.say(`deleted ${counted(deleted.length, 'older backup')}`)
    shell.say(
      'It contains readers’ addresses, and `secret`, which signs the links in e-mails: keep it as safe as a password.',
    )
  } finally {
    await store.close()
  }
}
