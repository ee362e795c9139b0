import { said } from '../../../../core/said/said.ts'
import type { CheckFinding } from '../../../../core/entities/check.ts'
import { withoutMarks } from '../../../../core/text/slots.ts'
import { oneLine } from '../../../../core/text/text.ts'
import type { Check } from '../check.ts'

/** An e-mail without a subject, which comes from the headline of its lead, whichever story leads for a reader. */
export const emptySubject: Check = {
  name: 'empty-subject',
  severity: 'block',
  find({ sheet: { news, analyses }, variants }) {
    const unnamed = [...news, ...analyses].filter(({ headline }) => isBlank(headline))
    if (unnamed.length > 0)
      return unnamed.map(({ storyId }): CheckFinding => ({
        place: { kind: 'story', story: storyId, field: 'headline' },
        ...said('headline-empty', { story: storyId }),
      }))
    return variants.some(({ subject }) => subject !== null && isBlank(subject))
      ? [{ place: { kind: 'edition', field: 'subject' }, ...said('subject-empty') }]
      : []
  },
}

const isBlank = (text: string): boolean => oneLine(withoutMarks(text)) === ''
