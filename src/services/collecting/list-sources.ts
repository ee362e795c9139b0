import type { SourceRecord } from '../../store/sources.ts'
import type { House } from '../house.ts'

/** Every source by name, with what is known of its health. */
export async function listSources({ store }: Pick<House, 'store'>): Promise<SourceRecord[]> {
  return store.sources.list()
}
