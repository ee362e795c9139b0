import type { MediaFile } from '../../store/media.ts'
import type { House } from '../house.ts'

/** A kept picture by its hash; null where there is none. */
export async function showMedia({ store }: Pick<House, 'store'>, hash: string): Promise<MediaFile | null> {
  return /^[0-9a-f]{32}$/.test(hash) ? store.media.get(hash) : null
}
