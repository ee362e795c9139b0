import { execFileSync } from 'node:child_process'
import { statfsSync } from 'node:fs'
import { mkdtemp, open, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A small disk for one test. */
export interface SmallDisk {
  folder: string
  free(): number
  /** Grows or shrinks an unrelated file until this many bytes are free. */
  leave(bytes: number): Promise<void>
  empty(): Promise<void>
  drop(): Promise<void>
}

/** Mounts one in memory; null if this user may not, as anybody but root on Linux. */
export async function smallDisk(bytes: number): Promise<SmallDisk | null> {
  const folder = await mkdtemp(join(tmpdir(), 'daywire-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    await rm(folder, { recursive: true })
    return null
  }
  const filler = join(folder, 'filler')
  const free = (): number => {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  }
  return {
    folder,
    free,
    async leave(wanted) {
      const file = await open(filler, 'a')
      const { size } = await file.stat()
      const more = free() - wanted
      if (more > 0) await file.write(Buffer.alloc(more))
      await file.close()
      if (more < 0) await truncate(filler, Math.max(0, size + more))
    },
    empty: () => rm(filler, { force: true }),
    async drop() {
      execFileSync('umount', [folder])
      await rm(folder, { recursive: true })
    },
  }
}
