import { said } from '../../../../core/said/said.ts'
import { isCutOff } from '../../../../core/text/whole-sentences.ts'
import type { Check } from '../check.ts'

/** Summaries that end in mid-sentence, because their source truncated them. */
export const cutSummary: Check = {
  name: 'cut-summary',
  severity: 'warn',
  find: ({ sheet: { news, analyses } }) =>
    [...news, ...analyses]
      .filter(({ summary }) => isCutOff(summary))
      .map(({ storyId, headline }) => ({
        place: { kind: 'story', story: storyId, field: 'summary' },
        ...said('summary-cut-off', { headline }),
      })),
}
