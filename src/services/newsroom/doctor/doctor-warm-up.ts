import { said } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { note, type Finding } from './finding.ts'

/** A note while a warm-up is open. */
export async function aboutWarmUp({ store }: Pick<Context, 'store'>): Promise<Finding[]> {
  const open = await store.warmUps.open()
  if (!open) return []
  const { id, state, admitted, reason } = open
  const day = (await store.warmUpDays.list(id)).length
  return [
    note(
      said('about-warm-up'),
      state === 'paused'
        ? said('found-warm-up-paused', { why: reason ?? '' })
        : said('found-warm-up', { day, count: admitted }),
    ),
  ]
}
