import { open, rename, rm, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AppError, reasonOf } from '../../../core/errors.ts'
import { said, text } from '../../../core/said/said.ts'
import type { Shell } from '../../kit/context.ts'

/** The destination of rejected rows. */
export interface RejectsTarget {
  write(pieces: AsyncIterable<string>): Promise<void>
  /** Gives the file its name, if anything was written, once the list is imported. */
  finish(): Promise<void>
  close(): Promise<void>
}

/** Opened before the import: if the rejects cannot be written, nothing must be imported. */
export async function openRejects(
  shell: Shell,
  file: string,
  rejects: string,
  dryRun: boolean,
): Promise<RejectsTarget> {
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
    async write(pieces) {
      for await (const piece of pieces) await handle.appendFile(piece)
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
