import type { MediaFile } from '../../../../core/entities/stories/pictures.ts'
import type { Context } from '../../../context.ts'

/** A stored picture by its hash; null if there is none. */
export async function showMedia({ store }: Pick<Context, 'store'>, hash: string): Promise<MediaFile | null> {
  return /^[0-9a-f]{32}$/.test(hash) ? store.media.get(hash) : null
}
