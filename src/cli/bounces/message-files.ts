import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { mostKept } from '../../core/entities/feedback/message-size.ts'
import { AppError, reasonOf } from '../../core/errors.ts'
import { said } from '../../core/said/said.ts'
import type { Shell } from '../kit/context.ts'
import { exitCode } from '../kit/exit-codes.ts'

/**
 * The message files at a path: the file itself, those in a folder, or the new and read ones of a Maildir. Throws `bad-input` if the path
 * cannot be read.
 */
export async function messageFiles(path: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path]
    const names = await readdir(path)
    const folders = ['new', 'cur'].every((name) => names.includes(name)) ? ['new', 'cur'] : ['']
    const found = await Promise.all(folders.map((folder) => filesIn(join(path, folder))))
    return found.flat()
  } catch (cause) {
    throw new AppError('bad-input', said('cannot-read', { file: path, why: reasonOf(cause) }), { cause })
  }
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => join(folder, name))
    .sort()
}

/** Processes one of several files. If its message cannot be read now, reports that and returns, so that the others are still processed. */
export async function skipIfBusy(
  shell: Shell,
  file: string,
  json: boolean,
  read: () => Promise<void>,
): Promise<void> {
  try {
    await read()
  } catch (error) {
    if (shell.signal.aborted || !(error instanceof AppError) || error.code !== 'busy') throw error
    if (json) shell.json({ file, error: error.says })
    else shell.say(`${file}: ${error.message}`)
    shell.finish(exitCode.part)
  }
}

/** One byte more than is kept of a message, so that a longer one is recognised. */
const most = mostKept + 1

/** The beginning of a file, up to the size that is kept. Throws `bad-input` if it cannot be read. */
export async function readMessage(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path)
    try {
      const { size } = await file.stat()
      const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(Math.min(size, most)) })
      return buffer.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  } catch (cause) {
    throw new AppError('bad-input', said('cannot-read', { file: path, why: reasonOf(cause) }), { cause })
  }
}

/** The beginning of a piped message, up to the size that is kept; the rest is read and dropped, so that the writer can finish. */
export async function readStream(stream: AsyncIterable<Uint8Array | string>): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of stream) {
    const rest = Buffer.from(chunk as Uint8Array).subarray(0, most - length)
    if (rest.length === 0) continue
    chunks.push(rest)
    length += rest.length
  }
  return Buffer.concat(chunks)
}
