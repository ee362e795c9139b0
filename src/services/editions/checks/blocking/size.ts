import { said } from '../../../../core/said/said.ts'
import { mailBudget } from '../../../../curate/cut/cut.ts'
import type { Check } from '../check.ts'

/** An e-mail that Gmail would clip: the cut shortens what it can, but neither the lead nor what is in every e-mail. */
export const size: Check = {
  name: 'size',
  severity: 'block',
  isFinal: true,
  find: ({ variants }) =>
    variants
      .filter(({ bytes }) => bytes > mailBudget)
      .map(({ topics, bytes }) => ({
        place: { kind: 'variant', topics },
        ...said('mail-too-large', { bytes, most: mailBudget }),
      })),
}
