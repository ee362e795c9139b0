import { said } from '../../../../core/said/said.ts'
import type { Check } from '../check.ts'

/** Characters that phones show of a subject, more or less. */
const most = 70

/** Subjects that lists of mails cut off, each once. */
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
