import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, statfs, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Backend } from './backends.ts'
import { seeded, upTo } from './chance.ts'
import { connections } from '../../src/services/sending/delivery/ledger/ledger.ts'
import { openPlace } from './place.ts'
import { bar, leftOut, rowOf } from './report.ts'
import type { Suite } from './suite.ts'

const disk = 32 * 1024 * 1024
/** Bytes that a sender finds free, at most. */
const mostFree = 400 * 1024

/** A disk that is full in mid-send, again and again, each time with a little more room; then it is run to its end. */
export const fullDisk: Suite = async ({ backend, points, recipients, seed, step }) => {
  if (backend.name !== 'SQLite') return leftOut('disk full', backend.name, 'the disk is the server’s')
  const folder = await mkdtemp(join(tmpdir(), 'daywire-torture-disk-'))
  if (!mounts(['-t', 'tmpfs', '-o', `size=${disk}`, 'tmpfs', folder]))
    return leftOut('disk full', backend.name, 'this user may not mount a small disk')
  const file = join(folder, 'daywire.db')
  const onDisk: Backend = {
    name: 'SQLite',
    create: async () => ({ url: `sqlite:${file}`, drop: async () => undefined }),
  }
  const place = await openPlace(onDisk, recipients)
  const chance = seeded(seed)
  const said = new Set<string>()
  let met = 0
  try {
    for (let point = 0; point < points && (await place.edition())?.status !== 'sent'; point += 1) {
      await leaveFree(folder, upTo(chance, mostFree))
      const { code, stderr } = await place.start(['run']).ended
      if (code !== 0 && code !== 3) met += 1
      if (code !== 0 && code !== 3 && !(code === 75 && stderr.includes('the disk')))
        said.add(`${code}: ${stderr.trim()}`)
      step(point + 1, points)
    }
    await truncate(join(folder, 'filler'), 0)
    const found = await place.finish()
    const database = new Database(file)
    const state = database.pragma('integrity_check', { simple: true })
    database.close()
    return rowOf(
      { suite: 'disk full', backend: 'SQLite', points: met },
      found,
      { twice: 0, unknown: met * connections },
      `${met} of ${points} senders found it full`,
      [
        ...[...said].slice(0, 3).map((words) => `a sender ended with ${words}`),
        ...bar(met > points / 2, `only ${met} of ${points} senders found the disk full`),
        ...bar(state === 'ok', `the database is damaged: ${String(state)}`),
      ],
    )
  } finally {
    await place.drop()
    execFileSync('umount', [folder])
    await rm(folder, { recursive: true })
  }
}

function mounts(args: string[]): boolean {
  try {
    execFileSync('mount', args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Fills the disk up to so many bytes. */
async function leaveFree(folder: string, bytes: number): Promise<void> {
  const filler = join(folder, 'filler')
  await writeFile(filler, '')
  const { bavail, bsize } = await statfs(folder)
  await writeFile(filler, Buffer.alloc(Math.max(0, bavail * bsize - bytes)))
}
