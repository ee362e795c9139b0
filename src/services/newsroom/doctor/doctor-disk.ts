import { said } from '../../../core/said/said.ts'
import { byteSize } from '../../../core/text/byte-size.ts'
import type { Context } from '../../context.ts'
import { fine, missing, note, type Finding } from './finding.ts'

const about = said('about-disk')

/** Whether this host's disk has space; that of a PostgreSQL server elsewhere is not checked. */
export function aboutDisk({ disk }: Pick<Context, 'disk'>): Finding {
  const space = disk.space()
  if (space === null) return fine(about, said('found-disk-unknown'))
  const { folder, state } = space
  const [free, floor] = [byteSize(space.free), byteSize(space.floor)]
  if (state === 'ample') return fine(about, said('found-disk-ample', { free, folder }))
  return state === 'low'
    ? note(about, said('found-disk-low', { free, folder, floor }))
    : missing(about, said('found-disk-full', { free, folder }))
}
