import { createHash } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../core/errors.ts'
import type { Random } from '../core/ports.ts'
import type { LinkKeys } from '../core/token.ts'
import { said } from '../core/said/said.ts'

/** The source of the keys that sign links. */
export interface SecretPlace {
  /** Absolute; contains the file `secret`. */
  dataFolder: string
  /** The same lines from the environment, which take precedence; null if absent. */
  given: string | null
}

const fileIn = ({ dataFolder }: SecretPlace): string => join(dataFolder, 'secret')

/** The source's name for people. */
export const placeName = (place: SecretPlace): string =>
  place.given === null ? fileIn(place) : 'DAYWIRE_SECRET'

/**
 * The keys that sign links, one per line: number, key. The last one signs; all verify, because links in e-mails do not expire. Null if
 * there are none. Throws `bad-config` for an invalid line.
 */
export function readLinkKeys(place: SecretPlace): LinkKeys | null {
  const file = fileIn(place)
  if (place.given === null && !existsSync(file)) return null
  const keys = new Map<number, Buffer>()
  for (const line of (place.given ?? readFileSync(file, 'utf8')).split('\n')) {
    const [number = '', key = ''] = line.trim().split(' ')
    if (number === '') continue
    const bytes = Buffer.from(key, 'base64url')
    if (!/^\d{1,3}$/.test(number) || Number(number) > 255 || bytes.length < 16)
      throw new AppError('bad-config', said('keys-line-invalid', { file: placeName(place) }))
    keys.set(Number(number), bytes)
  }
  if (keys.size === 0) throw new AppError('bad-config', said('keys-missing', { file: placeName(place) }))
  return keys
}

/** The same; if there are none, creates one in `secret` (mode 0600). */
export function openLinkKeys(place: SecretPlace, random: Random): LinkKeys {
  const known = readLinkKeys(place)
  if (known) return known
  mkdirSync(place.dataFolder, { recursive: true, mode: 0o700 })
  write(fileIn(place), `1 ${random.bytes(32).toString('base64url')}\n`)
  return readLinkKeys(place) ?? new Map()
}

/** Identifies a key without revealing it. */
export function keyFingerprint(key: Buffer): string {
  return createHash('sha256').update('link key\0').update(key).digest('hex').slice(0, 16)
}

function write(file: string, text: string): void {
  // If another process creates it at the same moment, that key is used.
  let handle: number
  try {
    handle = openSync(file, 'wx', 0o600)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return
    throw error
  }
  writeSync(handle, text)
  fsyncSync(handle)
  closeSync(handle)
}
