import { resolve } from 'node:path'

/** The value of a setting, or of the file that `…_FILE` names; faults are added as sentences, without possible secrets. */
export function valueOf(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
  readFile: (path: string) => string,
  faults: string[],
): string | undefined {
  const file = env[`${name}_FILE`]
  if (!file) return env[name]
  if (env[name]) faults.push(`${name} and ${name}_FILE are both set; keep one`)
  try {
    return readFile(resolve(cwd, file)).trim()
  } catch {
    faults.push(`${name}_FILE names ${file}, which cannot be read`)
    return undefined
  }
}
