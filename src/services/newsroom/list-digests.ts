import type { Digest } from '../../core/entities/newsroom.ts'
import type { Context } from '../context.ts'

/** Every digest, oldest first. */
export async function listDigests({ store }: Pick<Context, 'store'>): Promise<Digest[]> {
  return store.digests.list()
}
