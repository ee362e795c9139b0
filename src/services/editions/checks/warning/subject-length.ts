import { said } from '../../../../core/said/said.ts'
import type { Check } from '../check.ts'

/** Approximate number of characters of a subject that phones show. */
const most = 70

/** Subjects that inboxes would truncate, each once. */
export const subjectLength: Check = {
  name: 'subject-length',
  severity: 'warn',
  find({ variants }) {
    const bySubject = new Map(variants.map(({ subject, topics }) => [subject ?? '', topics]))
    return [...bySubject]
      .filter(([subject]) => subject.length > most)
      .map(([subject, topics]) => ({
        place: { kind: 'variant', topics },
        ...said('subject-long', { subject, length: subject.length, most }),
      }))
  },
}
