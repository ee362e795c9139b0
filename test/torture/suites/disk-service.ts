import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { SmallDisk } from '../../small-disk.ts'
import type { Place } from '../place/place.ts'
import { bar } from '../report.ts'
import { leaveUntilRefused, pagesOf, until } from './leaving.ts'

/** The results for readers who left. */
interface Found {
  left: number
  refused: number
  broken: string[]
}

/**
 * Fills the disk of a service that is sending, until it can write nothing at all, while readers leave; then there is space again. Everybody
 * who was told that they have left must have; refused ones leave afterwards.
 */
export async function fillUnderService(place: Place, disk: SmallDisk): Promise<Found> {
  await disk.empty()
  const service = place.start(['serve'], { DAYWIRE_PORT: '0', DAYWIRE_LOG: 'error' })
  const pages = await pagesOf(place, service)
  await until(() => existsSync(join(disk.folder, 'disk-reserve')))
  const { left, refused, settle } = await leaveUntilRefused(place, pages, () => disk.leave(0))
  const readyOnFull = refused === 0 || (await pages.isReady(503))
  await disk.empty()
  const readyAfter = await pages.isReady(200)
  const broken = await settle()
  service.signal('SIGTERM')
  await service.ended
  return {
    left,
    refused,
    broken: [
      ...bar(left > 0, 'with the reserve the first reader who left was refused'),
      ...bar(readyOnFull, '/readyz did not say 503 on the full disk'),
      ...bar(readyAfter, '/readyz did not say 200 once there was space'),
      ...broken,
    ],
  }
}
