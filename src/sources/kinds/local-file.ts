import { open, realpath } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export type LocalBytes = { ok: true; bytes: Buffer } | { ok: false; reason: string }

/** The absolute path of a location given as a path or a `file:` address. */
export function localPath(location: string): string | null {
  if (!location.startsWith('file:')) return resolve(location)
  try {
    return fileURLToPath(location)
  } catch {
    return null
  }
}

function explain(path: string, error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return `there is no file ${path}`
  if (code === 'EACCES' || code === 'EPERM') return `${path} may not be read; give this user the right to`
  return `${path} cannot be read (${code ?? String(error)})`
}

/** Reads a regular file of at most `limit` bytes. */
async function readLocal(path: string, limit: number): Promise<LocalBytes> {
  try {
    await using file = await open(path, 'r')
    const { size } = await file.stat().then((stat) => {
      if (!stat.isFile()) throw Object.assign(new Error(), { code: 'it is not a file' })
      return stat
    })
    if (size > limit) return { ok: false, reason: `${path} is larger than ${limit / 1_000_000} MB` }
    return { ok: true, bytes: await file.readFile() }
  } catch (error) {
    return { ok: false, reason: explain(path, error) }
  }
}

const unpack = promisify(gunzip)

/** Reads a regular file, unpacked where its name ends in `.gz`; at most `limit` bytes of either. */
export async function readUnpacked(path: string, limit: number): Promise<LocalBytes> {
  const file = await readLocal(path, limit)
  if (!file.ok || !path.toLowerCase().endsWith('.gz')) return file
  try {
    return { ok: true, bytes: await unpack(file.bytes, { maxOutputLength: limit }) }
  } catch (error) {
    const isLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    const why = isLarge ? `is larger than ${limit / 1_000_000} MB unpacked` : 'is no whole gzip file'
    return { ok: false, reason: `${path} ${why}` }
  }
}

/** Reads a file that must lie in `folder` even when every symbolic link on the way is followed. */
export async function readWithin(folder: string, path: string, limit: number): Promise<LocalBytes> {
  try {
    const [root, real] = await Promise.all([realpath(folder), realpath(path)])
    const inside = relative(root, real)
    if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside))
      return { ok: false, reason: `${path} leads out of the folder ${folder}; put the file into it` }
    return await readLocal(real, limit)
  } catch (error) {
    return { ok: false, reason: explain(path, error) }
  }
}
