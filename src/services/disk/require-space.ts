import { AppError } from '../../core/errors.ts'
import { refused, said, saidOf, type Refused } from '../../core/said/said.ts'
import { byteSize } from '../../core/text/byte-size.ts'
import type { Context } from '../context.ts'

type Deps = Pick<Context, 'disk'>

/** Whether there is space for what can wait: stories, pictures, lists. */
export const hasSpace = ({ disk }: Deps): boolean => (disk.space()?.state ?? 'ample') === 'ample'

/** Whether the remaining space is reserved for what cannot wait: unsubscribes, outcomes of e-mails, suppressions. */
export const isFull = ({ disk }: Deps): boolean => disk.space()?.state === 'full'

/** Refuses what can wait if the disk is below its minimum; otherwise null. */
export function refuseWithoutSpace({ disk }: Deps): Refused | null {
  const space = disk.space()
  if (space === null || space.state === 'ample') return null
  const { folder, free, floor } = space
  return refused('disk-low', { folder, free: byteSize(free), floor: byteSize(floor) })
}

/** The same, thrown as `store-unavailable`. */
export function requireSpace(deps: Deps): void {
  const without = refuseWithoutSpace(deps)
  if (without) throw new AppError('store-unavailable', saidOf(without))
}

/** Throws `store-unavailable` if the remaining space is reserved for what cannot wait. */
export function requireNotFull({ disk }: Deps): void {
  const space = disk.space()
  if (space?.state !== 'full') return
  const { folder, free } = space
  throw new AppError('store-unavailable', said('disk-full', { folder, free: byteSize(free) }))
}
