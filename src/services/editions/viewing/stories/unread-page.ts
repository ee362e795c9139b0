import type { Reason } from '../../../../core/said/said.ts'
import type { Context } from '../../../context.ts'

/** Why the last attempt to read the page of an added story failed; null if it did not. */
export async function whyUnread({ store }: Pick<Context, 'store'>, story: number): Promise<Reason | null> {
  const [page] = await store.awaitedPages.of([story])
  return page?.fault ?? null
}
