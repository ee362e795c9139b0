import { existsSync, readFileSync, statSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'

/** Of the folder in the data folder that keeps it. */
const name = 'compiled'

type Environment = Record<string, string | undefined>

/**
 * Keeps the code that is compiled in the data folder, so that the next start takes half the time; threads find it by the
 * environment. Code is run from there, so only where no other user can write; nothing is done where there is no such folder yet,
 * or where the environment names another.
 */
export function keepCompiledCode(env: Environment, cwd: string): void {
  if (env['NODE_COMPILE_CACHE'] || env['NODE_DISABLE_COMPILE_CACHE']) return
  const folder = privateFolder(env, cwd)
  if (folder === null) return
  env['NODE_COMPILE_CACHE'] = join(folder, name)
  enableCompileCache(env['NODE_COMPILE_CACHE'])
}

function privateFolder(env: Environment, cwd: string): string | null {
  try {
    const file = join(cwd, '.env')
    const written = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
    const folder = resolve(cwd, env['DAYWIRE_DATA'] ?? written['DAYWIRE_DATA'] ?? 'data')
    return isPrivate(folder) && (!existsSync(join(folder, name)) || isPrivate(join(folder, name)))
      ? folder
      : null
  } catch {
    // It is said where the settings are read.
    return null
  }
}

/** Of a platform without owners and modes nothing is known. */
function isPrivate(folder: string): boolean {
  const { mode, uid } = statSync(folder)
  return process.getuid !== undefined && uid === process.getuid() && (mode & 0o077) === 0
}
