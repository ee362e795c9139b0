import { rmSync, statSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Random } from '../../core/ports.ts'

const name = 'disk-reserve'
const step = 1024 * 1024

/** A file that reserves space on a volume, deleted when no other space is left. Any process may delete or recreate it. */
export interface Reserve {
  /** Its current size in bytes. */
  held(): number
  release(): void
  /** Writes the whole file, or deletes it if there is not enough space. */
  make(size: number): Promise<void>
}

export function reserveIn(folder: string, random: Pick<Random, 'bytes'>): Reserve {
  const file = join(folder, name)
  const release = (path = file): void => rmSync(path, { force: true })
  const held = (): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0
  return {
    held,
    release: () => release(),
    async make(size) {
      const part = `${file}.part`
      try {
        await write(part, size, random)
        await rename(part, file)
      } catch (error) {
        release(part)
        // Another process that made it at the same time has renamed the file.
        if (held() < size) throw error
      }
    },
  }
}

/** Writes random bytes, because some file systems do not store zeros, or compress them. */
async function write(path: string, size: number, random: Pick<Random, 'bytes'>): Promise<void> {
  const handle = await open(path, 'w', 0o600)
  try {
    const bytes = random.bytes(Math.min(size, step))
    for (let left = size; left > 0; left -= bytes.length)
      await handle.writeFile(bytes.subarray(0, Math.min(left, bytes.length)))
    await handle.sync()
  } finally {
    await handle.close()
  }
}
