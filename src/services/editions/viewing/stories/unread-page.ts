import type { Reason } from '../../../../core/said/said.ts'
import type { Context } from '../../../context.ts'

/** Why the page of an added story was not read the last time; null where nothing is known against it. */
export async function whyUnread({ store }: Pick<Context, 'store'>, story: number): Promise<Reason | null> {
  const [page] = await store.awaitedPages.of([story])
  return page?.fault ?? null
}
