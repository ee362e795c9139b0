import { said } from '../../../../core/said/said.ts'
import type { Check } from '../check.ts'

/** Pictures without a description for those who do not see them (WCAG 2.2, 1.1.1). */
export const pictureText: Check = {
  name: 'picture-text',
  severity: 'warn',
  find: ({ sheet: { news } }) =>
    news
      .filter(({ picture }) => picture !== null && picture.alt.trim() === '')
      .map(({ storyId, headline }) => ({
        place: { kind: 'story', story: storyId, field: 'picture' },
        ...said('picture-without-text', { headline }),
      })),
}
