import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isBackup } from './manifest.ts'

/** Deletes the oldest backups in a folder until `keep` are left; incomplete ones are not touched. Returns the deleted paths. */
export async function deleteOldBackups(folder: string, keep: number): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => /^daywire-\d{4}-\d\d-\d\dT[\d-]+Z$/.test(name))
  const whole: string[] = []
  for (const name of names.toSorted()) if (await isBackup(join(folder, name))) whole.push(name)
  const old = whole.slice(0, -keep).map((name) => join(folder, name))
  for (const path of old) await rm(path, { recursive: true })
  return old
}
