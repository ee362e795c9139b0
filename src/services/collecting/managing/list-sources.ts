import type { SourceRecord } from '../../../core/entities/sources/source.ts'
import type { Context } from '../../context.ts'

/** Every source by name, with its health. */
export async function listSources({ store }: Pick<Context, 'store'>): Promise<SourceRecord[]> {
  return store.sources.list()
}
