import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../core/errors.ts'
import type { Random } from '../core/ports.ts'
import type { LinkKeys } from '../core/token.ts'
import { said } from '../core/said/said.ts'

/**
 * The keys that sign links, in `secret` of the data folder (mode 0600), a line each: number, key. Made
 * where there is none. The last line signs; all verify, since links in mails don't expire.
 */
export function openLinkKeys(dataFolder: string, random: Random): LinkKeys {
  const file = join(dataFolder, 'secret')
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  if (!existsSync(file)) write(file, `1 ${random.bytes(32).toString('base64url')}\n`)
  const keys = new Map<number, Buffer>()
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [number = '', key = ''] = line.trim().split(' ')
    if (number === '') continue
    const bytes = Buffer.from(key, 'base64url')
    if (!/^\d{1,3}$/.test(number) || Number(number) > 255 || bytes.length < 16)
      throw new AppError('bad-config', said('keys-line-invalid', { file }))
    keys.set(Number(number), bytes)
  }
  if (keys.size === 0) throw new AppError('bad-config', said('keys-missing', { file }))
  return keys
}

function write(file: string, text: string): void {
  // Another process may make it in the same moment: then its key is the one.
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
