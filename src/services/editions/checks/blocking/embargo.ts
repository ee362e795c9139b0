import { said } from '../../../../core/said/said.ts'
import type { Check } from '../check.ts'

/** Stories under embargo at the edition's hour. Its e-mails would lack them, so an editor either leaves them out or changes the hour. */
export const embargo: Check = {
  name: 'embargo',
  severity: 'block',
  isFinal: true,
  async find({ edition, sheet: { analyses, earlier, corrections }, leavesAt }, { store }) {
    const items = await store.contents.items(edition.id)
    const headlines = new Map(
      [...earlier, ...corrections, ...analyses, ...items].map(({ storyId, headline }) => [storyId, headline]),
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
