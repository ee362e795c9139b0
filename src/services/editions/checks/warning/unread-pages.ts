import { said } from '../../../../core/said/said.ts'
import type { Check } from '../check.ts'

/** Stories that editors added by a link whose page was not read: its contents are missing. */
export const unreadPages: Check = {
  name: 'unread-pages',
  severity: 'warn',
  async find({ sheet: { news, analyses } }, { store }) {
    const headlines = new Map([...news, ...analyses].map(({ storyId, headline }) => [storyId, headline]))
    const pages = await store.awaitedPages.of([...headlines.keys()])
    return pages.map(({ storyId, fault }) => {
      const headline = headlines.get(storyId) ?? ''
      return {
        place: { kind: 'story', story: storyId, field: 'link' },
        ...(fault === null
          ? said('page-awaited', { headline })
          : said('page-unread', { headline, why: fault })),
      }
    })
  },
}
