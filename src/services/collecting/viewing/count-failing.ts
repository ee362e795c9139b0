import type { Context } from '../../context.ts'

/** How many sources are permanently gone or have failed more than once in a row. */
export async function countFailing({ store }: Pick<Context, 'store'>): Promise<number> {
  return store.sources.failing()
}
