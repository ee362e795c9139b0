import type { Repositories } from '../../store/store.ts'
import type { Context } from '../context.ts'
import { said } from '../../core/said/said.ts'
import { AppError } from '../../core/errors.ts'

/**
 * The key of the hashes of addresses. It is in the store and never changes, so that addresses of a list restored from a backup stay
 * suppressed.
 */
export async function suppressionKey({ store }: { store: Pick<Repositories, 'newsroom'> }): Promise<Buffer> {
  const key = await store.newsroom.setting('suppression-key')
  if (key === null) throw new AppError('bad-config', said('address-key-missing'))
  return Buffer.from(key, 'base64url')
}

/** Creates the key if there is none yet. */
export async function ensureSuppressionKey({
  store,
  random,
}: Pick<Context, 'store' | 'random'>): Promise<void> {
  await store.newsroom.claimSetting('suppression-key', random.bytes(32).toString('base64url'))
}
