import type { Context } from '../../context.ts'

/** How many sources are gone for good or have failed more than once in turn. */
export async function countFailing({ store }: Pick<Context, 'store'>): Promise<number> {
  return store.sources.failing()
}
