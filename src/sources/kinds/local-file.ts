import { open, realpath } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { said, text, type Said } from '../../core/said/said.ts'

export type LocalBytes = { ok: true; bytes: Buffer } | { ok: false; reason: Said }

/** The absolute path of a location given as a path or a `file:` address. */
export function localPath(location: string): string | null {
  if (!location.startsWith('file:')) return resolve(location)
  try {
    return fileURLToPath(location)
  } catch {
    return null
  }
}

function explain(path: string, error: unknown): Said {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return said('file-none', { path })
  if (code === 'EACCES' || code === 'EPERM') return said('file-not-permitted', { path })
  return said('cannot-read', { file: path, why: text(code ?? String(error)) })
}

/** Reads a regular file of at most `limit` bytes. */
async function readLocal(path: string, limit: number): Promise<LocalBytes> {
  try {
    await using file = await open(path, 'r')
    const stat = await file.stat()
    if (!stat.isFile()) return { ok: false, reason: said('not-a-file', { path }) }
    if (stat.size > limit) return { ok: false, reason: tooLarge(path, limit) }
    return { ok: true, bytes: await file.readFile() }
  } catch (error) {
    return { ok: false, reason: explain(path, error) }
  }
}

const tooLarge = (path: string, limit: number): Said =>
  said('of-place', { place: path, what: said('larger-than-mb', { most: limit / 1_000_000 }) })

const unpack = promisify(gunzip)

/** Reads a regular file, decompressed if its name ends in `.gz`; at most `limit` bytes before and after. */
export async function readUnpacked(path: string, limit: number): Promise<LocalBytes> {
  const file = await readLocal(path, limit)
  if (!file.ok || !path.toLowerCase().endsWith('.gz')) return file
  try {
    return { ok: true, bytes: await unpack(file.bytes, { maxOutputLength: limit }) }
  } catch (error) {
    const isLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    return {
      ok: false,
      reason: isLarge ? said('gzip-large', { path, most: limit / 1_000_000 }) : said('gzip-broken', { path }),
    }
  }
}

/** Reads a file that must be inside `folder` after all symbolic links are resolved. */
export async function readWithin(folder: string, path: string, limit: number): Promise<LocalBytes> {
  try {
    const [root, real] = await Promise.all([realpath(folder), realpath(path)])
    const inside = relative(root, real)
    if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside))
      return { ok: false, reason: said('file-outside-folder', { path, folder }) }
    return await readLocal(real, limit)
  } catch (error) {
    return { ok: false, reason: explain(path, error) }
  }
}
