import { said } from '../../../../core/said/said.ts'
import type { Check } from '../check.ts'

/** News that this digest has carried before, and that is no update. */
export const repeats: Check = {
  name: 'repeats',
  severity: 'block',
  async find({ edition, sheet: { news } }, { store }) {
    const anew = news.filter(({ follows }) => follows?.kind !== 'update')
    const before = await store.contents.carriedBefore(
      edition,
      anew.map(({ storyId }) => storyId),
    )
    return anew.flatMap(({ storyId, headline }) => {
      const on = before.get(storyId)
      if (!on) return []
      return [
        {
          place: { kind: 'story', story: storyId, field: 'story' },
          ...said('story-repeated', { headline, date: on.toString() }),
        },
      ]
    })
  },
}
