import { said } from '../../../../core/said/said.ts'
import { remembered } from '../../../../core/schedule.ts'
import type { Check } from '../check.ts'

/** A subject that an edition of the last 14 days had: readers would take the e-mail for one that they have read. */
export const subjectRepeated: Check = {
  name: 'subject-repeated',
  severity: 'warn',
  async find({ edition, variants }, { store }) {
    const { digestId, frozenAt } = edition
    const before = await store.editions.between(digestId, frozenAt.subtract(remembered), frozenAt)
    const known = new Map(before.flatMap(({ subject, date }) => (subject ? [[folded(subject), date]] : [])))
    const subjects = new Map(variants.map(({ subject, topics }) => [subject ?? '', topics]))
    return [...subjects].flatMap(([subject, topics]) => {
      const on = known.get(folded(subject))
      if (!on) return []
      const says = said('subject-again', { subject, date: on.toString() })
      return [{ place: { kind: 'variant', topics }, ...says }]
    })
  },
}

/** Subjects that differ only in capitals, quotes and dashes are the same. */
const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{P}\p{S}\s]+/gu, ' ')
    .trim()
