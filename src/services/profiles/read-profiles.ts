import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { said, type Said } from '../../core/said/said.ts'
import { readPng, type Png } from './png.ts'
import { readProfileText, type WrittenProfile } from './profile-file.ts'

/** A country profile read from its file, and its flag. */
export interface ProfileSeed {
  profile: WrittenProfile
  flag: Png | null
}

const mostBytes = 64_000

/** The profiles of a folder: its Markdown files except a README, by name; empty if there is no such folder. */
export async function profileFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return names
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .sort()
    .map((name) => join(folder, name))
}

/**
 * Reads profiles, each with the flag beside it (`kp.png` for `kp.md`), if there is one; what is wrong is added to `faults`, each with its
 * file and line.
 */
export async function readProfiles(paths: string[], faults: Said[]): Promise<ProfileSeed[]> {
  const seeds: ProfileSeed[] = []
  const files = new Map<string, string>()
  for (const path of paths) {
    const seed = await readProfile(path, faults)
    if (!seed) continue
    const { country } = seed.profile
    const other = files.get(country)
    if (other !== undefined)
      faults.push(said('fault-in', { place: path, why: said('profile-twice', { country, other }) }))
    files.set(country, path)
    seeds.push(seed)
  }
  return seeds
}

async function readProfile(path: string, faults: Said[]): Promise<ProfileSeed | null> {
  const bytes = await readFile(path).catch(() => null)
  const fault = (why: Said, place = path) => {
    faults.push(said('fault-in', { place, why }))
    return null
  }
  if (bytes === null) return fault(said('file-unreadable'))
  if (bytes.length > mostBytes) return fault(said('larger-than-kb', { most: mostBytes / 1000 }))
  const text = bytes.toString('utf8')
  if (!Buffer.from(text).equals(bytes)) return fault(said('file-not-utf-8'))
  const reading = readProfileText(text)
  if (!reading.ok) {
    for (const { line, says } of reading.faults) fault(says, `${path}:${line}`)
    return null
  }
  const { profile } = reading
  const flag = path.replace(/(\.md)?$/, '.png')
  if (!existsSync(flag)) return { profile, flag: null }
  const png = await readPng(flag)
  return png.ok ? { profile, flag: png.png } : fault(png.reason, flag)
}
