import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../core/errors.ts'
import { said } from '../../core/said/said.ts'

/** Contents of a backup: the database as a SQLite file, and the files of the data folder. */
export const databaseName = 'daywire.db'
export const filesName = 'files'
const manifestName = 'backup.json'

const manifest = z.object({
  format: z.literal(1),
  madeAt: z.string().transform((text) => Temporal.Instant.from(text)),
  /** The version of Daywire that made it. */
  version: z.string(),
  backend: z.enum(['sqlite', 'postgres']),
  /** Rows of each table. */
  tables: z.record(z.string(), z.number()),
  /** Paths within the backup, with `/`. */
  files: z.array(z.object({ path: z.string(), bytes: z.number(), sha256: z.string() })),
})

export type Manifest = z.output<typeof manifest>
export type BackedUpFile = Manifest['files'][number]

export async function writeManifest(folder: string, content: Manifest): Promise<void> {
  const text = JSON.stringify({ ...content, madeAt: content.madeAt.toString() }, null, 2)
  await writeFile(join(folder, manifestName), `${text}\n`, { mode: 0o600, flush: true })
}

/** Throws `not-found` if a folder is no backup, and `bad-input` if its manifest cannot be read. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, manifestName), 'utf8').catch(() => null)
  if (text === null) throw new AppError('not-found', said('backup-none-there', { folder }))
  try {
    return manifest.parse(JSON.parse(text))
  } catch (cause) {
    throw new AppError('bad-input', said('backup-unreadable', { folder }), { cause })
  }
}

/** Whether a folder is a complete backup. */
export async function isBackup(folder: string): Promise<boolean> {
  return readManifest(folder).then(
    () => true,
    () => false,
  )
}

/** Files that belong in the data folder, by their `target` below it. For PostgreSQL, pictures belong in the database instead. */
export function filesToRestore(
  { files }: Manifest,
  isSqlite: boolean,
): (BackedUpFile & { target: string })[] {
  const prefix = `${filesName}/`
  return files
    .filter(({ path }) => path.startsWith(prefix))
    .map((file) => ({ ...file, target: file.path.slice(prefix.length) }))
    .filter(({ target }) => isSqlite || !target.startsWith('media/'))
}
