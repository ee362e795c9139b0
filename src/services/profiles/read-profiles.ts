import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readPng, type Png } from './png.ts'
import { readProfileText, type WrittenProfile } from './profile-file.ts'

/** A country profile read from its file, and its flag. */
export interface ProfileSeed {
  profile: WrittenProfile
  flag: Png | null
}

const mostBytes = 64_000

/** The profiles of a folder: its Markdown files but a README, by name; none where there is no such folder. */
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

/** Reads profiles, each with the flag beside it (`kp.png` of `kp.md`) where there is one; what is wrong goes to `faults`, each with its file and line. */
export async function readProfiles(paths: string[], faults: string[]): Promise<ProfileSeed[]> {
  const seeds: ProfileSeed[] = []
  const files = new Map<string, string>()
  for (const path of paths) {
    const seed = await readProfile(path, faults)
    if (!seed) continue
    const { country } = seed.profile
    const other = files.get(country)
    if (other !== undefined) faults.push(`${path}: ${country} has a profile in ${other} already`)
    files.set(country, path)
    seeds.push(seed)
  }
  return seeds
}

async function readProfile(path: string, faults: string[]): Promise<ProfileSeed | null> {
  const bytes = await readFile(path).catch(() => null)
  const fault = (words: string) => {
    faults.push(`${path}${words}`)
    return null
  }
  if (bytes === null) return fault(': cannot be read; check the path')
  if (bytes.length > mostBytes) return fault(`: is larger than ${mostBytes / 1000} KB`)
  const text = bytes.toString('utf8')
  if (!Buffer.from(text).equals(bytes)) return fault(': is not UTF-8 text; save it as such')
  const reading = readProfileText(text)
  if (!reading.ok) {
    for (const { line, words } of reading.faults) fault(`:${line}: ${words}`)
    return null
  }
  const { profile } = reading
  const flag = path.replace(/(\.md)?$/, '.png')
  if (!existsSync(flag)) return { profile, flag: null }
  const png = await readPng(flag)
  if (png.ok) return { profile, flag: png.png }
  faults.push(`${flag}: ${png.reason}`)
  return null
}
