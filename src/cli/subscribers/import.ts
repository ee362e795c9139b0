import { open, readFile, rename, rm, type FileHandle } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { AppError, reasonOf } from '../../core/errors.ts'
import { importSubscribers, type Imported } from '../../services/subscribers/import-subscribers.ts'
import { listDigests } from '../../services/newsroom/list-digests.ts'
import { rejectsFile } from '../../services/subscribers/rejects-file.ts'
import { digestOption, dryRunFlag, withExamples } from '../arguments.ts'
import { counted } from '../counted.ts'
import type { Shell } from '../context.ts'
import { exitCode } from '../exit-codes.ts'
import { withDigest } from '../with-app.ts'

interface Options {
  digest?: string
  rejects?: string
  dryRun?: boolean
}

/** `subscribers import`: all or nothing, unless `--rejects` takes the bad rows. */
export function registerImport(group: Command, shell: Shell): void {
  const command = group
    .command('import')
    .description('add the subscribers of a CSV file; subscribers/README.md names its columns')
    .argument('<file>', 'the list')
    .addOption(digestOption())
    .option('--rejects <file>', 'take bad rows out into this file, with the reason, and let the rest in')
    .addOption(dryRunFlag())
    .action((file: string, options: Options) => importList(shell, file, options))
  withExamples(
    command,
    'daywire subscribers import readers.csv --dry-run',
    'daywire subscribers import readers.csv --rejects bad-rows.csv',
  )
}

async function importList(shell: Shell, file: string, options: Options): Promise<void> {
  const path = resolve(shell.cwd, file)
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('bad-input', `${file} cannot be read: ${reasonOf(cause)}`, { cause })
  })
  const rejects = options.rejects === undefined ? null : resolve(shell.cwd, options.rejects)
  if (rejects === path) throw new AppError('bad-input', 'the rejects need a file of their own')
  await withDigest(shell, { key: options.digest }, async ({ house }, digest) => {
    // Opened beforehand: who cannot write the rejects must not have imported the rest.
    const writing = rejects === null || options.dryRun ? null : await openPart(rejects)
    try {
      const digests = await listDigests(house)
      const settings = { digests, digest, acceptRejects: rejects !== null, dryRun: options.dryRun ?? false }
      const imported = await importSubscribers(house, text, settings, 'cli')
      if (writing && rejects !== null && imported.rejected.length > 0) {
        await writing.writeFile(rejectsFile(text, imported.rejected))
        await rename(`${rejects}.part`, rejects)
      }
      tell(shell, file, imported, options)
    } finally {
      await writing?.close()
      if (rejects !== null && writing) await rm(`${rejects}.part`, { force: true })
    }
  })
}

async function openPart(path: string): Promise<FileHandle> {
  return open(`${path}.part`, 'w').catch((cause: unknown) => {
    throw new AppError('bad-input', `${path} cannot be written: ${reasonOf(cause)}`, { cause })
  })
}

function tell(shell: Shell, file: string, imported: Imported, { rejects, dryRun }: Options): void {
  const { rows, added, known, rejected, written } = imported
  for (const { line, column, reason } of rejected) shell.say(`${file}:${line}: ${column}: ${reason}`)
  const counts = `${added} new, ${known} known before, ${rejected.length} rejected of ${counted(rows, 'row')}`
  if (written)
    shell.say(`${counts}${rejected.length > 0 && rejects !== undefined ? `; those are in ${rejects}` : ''}`)
  else if (dryRun && (rejected.length === 0 || rejects !== undefined)) shell.say(`would import: ${counts}`)
  else
    shell.say(
      `nothing was imported: ${rejected.length} of ${counted(rows, 'row')} bad; mend them, or take them out with --rejects FILE`,
    )
  const isPart = written || (dryRun && rejects !== undefined)
  if (rejected.length > 0) shell.finish(isPart ? exitCode.part : exitCode.failed)
}
