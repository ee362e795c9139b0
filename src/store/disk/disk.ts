import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DiskSpace } from '../../core/entities/disk-space.ts'
import type { Disk, Random } from '../../core/ports.ts'
import { freeSpace } from './free-space.ts'
import { reserveIn } from './reserve.ts'

const megabyte = 1024 * 1024

/** Bytes; null: derived from the size of the volume. */
export interface DiskSettings {
  floor: number | null
  reserve: number | null
}

/** Where an installation writes. */
export interface DiskPlaces {
  databaseUrl: string
  /** Absolute. */
  dataFolder: string
}

/** The default space to be kept free, and the share of a small volume. */
const standard = {
  floor: (size: number): number => Math.min(500 * megabyte, size / 20),
  reserve: (size: number): number => Math.min(16 * megabyte, size / 50),
}

/**
 * The volumes of the data folder and of a SQLite database. The reserve is beside the database or, for a database server, in the data
 * folder, which may be on the server's volume, too.
 */
export function openDisk(
  { databaseUrl, dataFolder }: DiskPlaces,
  settings: DiskSettings,
  random: Pick<Random, 'bytes'>,
): Disk {
  const file = databaseUrl.startsWith('sqlite:') ? databaseUrl.slice('sqlite:'.length) : null
  const main = file === null ? dataFolder : dirname(file)
  const reserve = reserveIn(main, random)
  let hasFailed = false

  /** The state of a folder's volume; null if it does not report its size. */
  const look = (folder: string): (DiskSpace & { least: number; room: number }) | null => {
    const volume = freeSpace(folder)
    if (volume === null) return null
    const floor = Math.round(settings.floor ?? standard.floor(volume.size))
    const size = folder === main ? Math.round(settings.reserve ?? standard.reserve(volume.size)) : 0
    const missing = Math.max(0, size - reserve.held())
    // Space that the reserve will take is not free.
    const room = volume.free - missing
    const least = Math.max(size / 4, Math.min(megabyte, floor / 4))
    const state = room < least ? 'full' : room < floor ? 'low' : 'ample'
    return { folder, free: volume.free, floor, state, reserve: { size, isHeld: missing === 0 }, least, room }
  }

  const spaces = () =>
    [...new Set([main, dataFolder])]
      .filter((folder, index) => index === 0 || !isOneVolume(folder, main))
      .flatMap((folder) => look(folder) ?? [])

  return {
    space() {
      const [first, ...others] = spaces()
      if (!first) return null
      const tightest = others.reduce((a, b) => (b.room - b.floor < a.room - a.floor ? b : a), first)
      const { folder, free, floor, state, reserve: kept } = tightest
      return { folder, free, floor, state, reserve: kept }
    },
    spare(folder) {
      const there = existing(folder)
      const own = [main, dataFolder].find((one) => isOneVolume(one, there))
      const space = own === undefined ? null : look(own)
      return space ? Math.max(0, space.room - space.floor) : (freeSpace(there)?.free ?? null)
    },
    volume(folder) {
      const there = existing(folder)
      const id = statSync(there, { throwIfNoEntry: false })?.dev
      const volume = freeSpace(there)
      return id === undefined || volume === null ? null : { id, free: volume.free }
    },
    beforeWrite() {
      const space = look(main)
      if (space && space.free < space.least) reserve.release()
    },
    failed() {
      hasFailed = true
      reserve.release()
    },
    isFailing() {
      const space = look(main)
      hasFailed = hasFailed && space !== null && space.free < space.least
      return hasFailed
    },
    async keepReserve() {
      const space = look(main)
      if (space === null || space.reserve.isHeld || space.state !== 'ample') return false
      await reserve.make(space.reserve.size)
      return true
    },
  }
}

/** The folder, or its nearest existing parent. */
function existing(folder: string): string {
  const above = dirname(folder)
  return above === folder || statSync(folder, { throwIfNoEntry: false }) ? folder : existing(above)
}

function isOneVolume(one: string, other: string): boolean {
  const [a, b] = [one, other].map((folder) => statSync(folder, { throwIfNoEntry: false })?.dev)
  return a !== undefined && a === b
}
