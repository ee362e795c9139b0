import { said } from '../../../../core/said/said.ts'
import type { Check } from '../check.ts'

/** Stories that nobody may publish before an instant, in an edition that leaves before it. */
export const embargo: Check = {
  name: 'embargo',
  severity: 'block',
  isFinal: true,
  async find({ sheet: { news, analyses, earlier, corrections }, leavesAt }, { store }) {
    const headlines = new Map(
      [...earlier, ...corrections, ...analyses, ...news].map(({ storyId, headline }) => [storyId, headline]),
    )
    const embargoed = await store.stories.embargoedAt([...headlines.keys()], leavesAt)
    return [...embargoed].map(([story, until]) => ({
      place: { kind: 'story', story, field: 'story' },
      ...said('story-embargoed', {
        headline: headlines.get(story) ?? '',
        until: until.toString({ smallestUnit: 'minute' }),
      }),
    }))
  },
}
