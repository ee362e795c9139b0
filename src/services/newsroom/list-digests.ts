import type { Digest } from '../../core/newsroom.ts'
import type { House } from '../house.ts'

/** Every digest, oldest first. */
export async function listDigests({ store }: Pick<House, 'store'>): Promise<Digest[]> {
  return store.digests.list()
}
