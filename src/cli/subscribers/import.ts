import { open, readFile, rename, rm, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { AppError, reasonOf } from '../../core/errors.ts'
import { importSubscribers } from '../../services/subscribers/import-subscribers.ts'
import { listDigests } from '../../services/newsroom/list-digests.ts'
import { digestOption, dryRunFlag, withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { withDigest } from '../kit/with-app.ts'
import { reportImport } from './import-report.ts'
import { said, text } from '../../core/said/said.ts'

interface Options {
  digest?: string
  rejects?: string
  dryRun?: boolean
}

/** `subscribers import`: all or nothing, unless `--rejects` takes the bad rows. */
export function registerImport(group: Command, shell: Shell): void {
  const command = group
    .command('import')
    .description('add the subscribers in a CSV file; subscribers/README.md describes its columns')
    .argument('<file>', 'the list')
    .addOption(digestOption())
    .option('--rejects <file>', 'write bad rows to this file, with the reason, and import the rest')
    .addOption(dryRunFlag())
    .action((file: string, options: Options) => importList(shell, file, options))
  withExamples(
    command,
    'daywire subscribers import readers.csv --dry-run',
    'daywire subscribers import readers.csv --rejects bad-rows.csv',
  )
}

async function importList(shell: Shell, file: string, { digest: key, rejects, dryRun = false }: Options) {
  const bytes = await readList(file, resolve(shell.cwd, file))
  const target = rejects === undefined ? null : await openRejects(shell, file, rejects, dryRun)
  try {
    await withDigest(shell, { key }, async ({ context }, digest) => {
      const digests = await listDigests(context)
      const takeRejects = target && ((text: string) => target.write(text))
      const imported = await importSubscribers(
        context,
        bytes,
        { digests, digest, takeRejects, dryRun },
        commandActor,
      )
      await target?.finish()
      reportImport(shell, file, imported, { rejects, dryRun })
    })
  } finally {
    await target?.close()
  }
}

/** Some two million rows; a longer list is read in pieces. */
const mostBytes = 256 * 1024 * 1024

async function readList(file: string, path: string): Promise<Buffer> {
  try {
    const { size } = await stat(path)
    if (size > mostBytes)
      throw new AppError('bad-input', text(`${file} is larger than 256 MB; import it in several pieces`))
    return await readFile(path)
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('bad-input', said('cannot-read', { file, why: reasonOf(cause) }), { cause })
  }
}

interface RejectsTarget {
  write(text: string): Promise<void>
  /** Gives the file its name, where anything was written: the list is imported. */
  finish(): Promise<void>
  close(): Promise<void>
}

/** Opened beforehand: whoever cannot write the rejects must not have imported the rest. */
async function openRejects(
  shell: Shell,
  file: string,
  rejects: string,
  dryRun: boolean,
): Promise<RejectsTarget | null> {
  const path = resolve(shell.cwd, rejects)
  if (await isSameFile(resolve(shell.cwd, file), path))
    throw new AppError('bad-input', text(`--rejects would overwrite ${file}: name another file`))
  if (dryRun)
    return { write: async () => undefined, finish: async () => undefined, close: async () => undefined }
  const part = `${path}.part`
  const handle = await open(part, 'w').catch((cause: unknown) => {
    throw new AppError('bad-input', said('cannot-write', { file: rejects, why: reasonOf(cause) }), { cause })
  })
  let isWritten = false
  let isImported = false
  return {
    async write(text) {
      await handle.writeFile(text)
      await handle.sync()
      isWritten = true
    },
    async finish() {
      isImported = isWritten
      if (!isWritten) return
      await rename(part, path).catch((cause: unknown) => {
        const words = `the other rows were imported, but ${rejects} cannot be written; the bad rows are in ${rejects}.part`
        throw new AppError('bad-input', text(`${words}: ${reasonOf(cause)}`), { cause })
      })
    },
    async close() {
      await handle.close()
      if (!isImported) await rm(part, { force: true })
    },
  }
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  if (one === other) return true
  const [first, second] = await Promise.all([one, other].map((path) => stat(path).catch(() => null)))
  return !!first && !!second && first.dev === second.dev && first.ino === second.ino
}
