import { join } from 'node:path'
import Database from 'better-sqlite3'
import { connections } from '../../../src/services/sending/delivery/ledger/ledger.ts'
import { smallDisk, type SmallDisk } from '../../small-disk.ts'
import type { Backend } from '../place/backends.ts'
import { seeded, upTo } from '../chance.ts'
import { fillUnderService } from './disk-service.ts'
import { openPlace, type Place } from '../place/place.ts'
import { bar, leftOut, rowOf } from '../report.ts'
import { serverDisk } from './server-disk.ts'
import type { Suite } from '../suite.ts'

const size = 32 * 1024 * 1024
/** Free bytes that a sender finds, at most. */
const mostFree = 100 * 1024
/** Moments of the conversation per e-mail, as the counting server counts them. */
const momentsOfMail = 7

/**
 * Fills a disk while an edition is being sent, repeatedly; then fills it under the service, while readers leave, and frees space again.
 * Afterwards the rest of the edition is sent.
 */
export const fullDisk: Suite = async (setting) => {
  const { backend, points, recipients, seed, step } = setting
  if (backend.name === 'PostgreSQL') return serverDisk(setting)
  const disk = await smallDisk(size)
  if (!disk) return leftOut('disk full', backend.name, 'this user may not mount a small disk')
  const file = fileOn(disk)
  const onDisk: Backend = {
    name: 'SQLite',
    create: async () => ({ url: `sqlite:${file}`, drop: async () => undefined }),
  }
  const place = await openPlace(onDisk, recipients)
  const chance = seeded(seed)
  const said = new Set<string>()
  let met = 0
  try {
    for (let point = 0; point < points; point += 1) {
      const share = Math.ceil((momentsOfMail * recipients) / (points + 1))
      const { code, stderr } = await filledInMidSend(place, disk, upTo(chance, share), upTo(chance, mostFree))
      if (code === 75 && stderr.includes('the disk')) met += 1
      else if (code !== 0 && code !== 3) said.add(`a sender ended with ${code}: ${stderr.trim()}`)
      step(point + 1, points)
    }
    const service = await fillUnderService(place, disk)
    const found = await place.finish()
    return rowOf(
      { suite: 'disk full', backend: 'SQLite', points: met },
      found,
      { twice: 0, unknown: (points + 1) * connections },
      `${met} of ${points} senders met it; ${service.left} left on a full disk, ${service.refused} were refused`,
      [
        ...[...said].slice(0, 3),
        ...service.broken,
        ...bar(met * 2 >= points, `only ${met} of ${points} senders met the full disk`),
        ...bar(isWhole(file), 'the database is damaged'),
      ],
    )
  } finally {
    await disk.empty()
    await place.drop()
    await disk.drop()
  }
}

/** Starts a sender with enough space, removes that after some moments of the conversation, and returns how it ended. */
async function filledInMidSend(place: Place, disk: SmallDisk, moments: number, free: number) {
  const file = fileOn(disk)
  await disk.empty()
  const sender = place.start(['run'])
  const plan = place.server.plan({ moments, after: 0, pid: sender.pid, signal: null })
  await Promise.race([plan, sender.ended])
  emptyLog(file)
  await disk.leave(free)
  const ended = await sender.ended
  await place.server.forget()
  return ended
}

const fileOn = ({ folder }: SmallDisk): string => join(folder, 'daywire.db')

/** Otherwise writes would first use the space that its log already has. */
function emptyLog(file: string): void {
  const database = new Database(file)
  database.pragma('wal_checkpoint(TRUNCATE)')
  database.close()
}

function isWhole(file: string): boolean {
  const database = new Database(file)
  const state = database.pragma('integrity_check', { simple: true })
  database.close()
  return state === 'ok'
}
