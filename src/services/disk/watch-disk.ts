import { hostname } from 'node:os'
import type { DiskSpace } from '../../core/entities/disk-space.ts'
import { reasonOf } from '../../core/errors.ts'
import { said } from '../../core/said/said.ts'
import { english } from '../../core/said/sentence.ts'
import { byteSize } from '../../core/text/byte-size.ts'
import { alertDisk } from '../alerts/alert-disk.ts'
import type { Context } from '../context.ts'

export type WatchDeps = Pick<Context, 'disk' | 'store' | 'clock' | 'events'>

/** Checks the disk from time to time. */
export interface DiskWatch {
  /** Logs changes of its state, alerts once a day while it is low, and keeps the reserve. Never rejects. */
  look(): Promise<void>
}

export function openDiskWatch(context: WatchDeps): DiskWatch {
  let before: DiskSpace['state'] = 'ample'
  const host = hostname()

  async function look(): Promise<void> {
    const space = context.disk.space()
    if (space === null) return
    if (space.state !== before) log(context, space)
    before = space.state
    if (space.state === 'ample') await context.disk.keepReserve()
    else await alertDisk(context, space, host)
  }

  return {
    look: () =>
      look().catch((error: unknown) =>
        context.events.emit({ name: 'disk.failed', message: reasonOf(error) }),
      ),
  }
}

function log({ events }: WatchDeps, { folder, free, floor, state }: DiskSpace): void {
  const figures = { free: byteSize(free), folder }
  const says =
    state === 'ample'
      ? said('found-disk-ample', figures)
      : state === 'low'
        ? said('found-disk-low', { ...figures, floor: byteSize(floor) })
        : said('found-disk-full', figures)
  events.emit({ name: `disk.${state}`, message: english(says), data: { free } })
}
