import { said } from '../../../../core/said/said.ts'
import type { CheckFinding } from '../../../../core/entities/check.ts'
import type { Check, CheckedVariant } from '../check.ts'
import { topicsSaid } from '../place-said.ts'

const leastStories = 3
/** This many are named, those with most readers; the others are counted. */
const mostNamed = 10

/** Sets of topics whose readers get fewer than three stories, or no e-mail at all. */
export const smallVariants: Check = {
  name: 'small-variants',
  severity: 'warn',
  find({ variants, unseen }): CheckFinding[] {
    const small = variants
      .filter(({ readers, cut }) => readers !== null && storiesOf(cut) < leastStories)
      .sort((a, b) => (b.readers ?? 0) - (a.readers ?? 0))
    const rest = small.slice(mostNamed)
    const place = { kind: 'edition', field: 'readers' } as const
    return [
      ...small.slice(0, mostNamed).map(found),
      ...(rest.length > 0
        ? [{ place, ...said('variants-small', { variants: rest.length, readers: readersOf(rest) }) }]
        : []),
      ...(unseen > 0 ? [{ place, ...said('readers-unseen', { readers: unseen }) }] : []),
    ]
  },
}

const storiesOf = (cut: CheckedVariant['cut']): number => (cut.ok ? cut.news.length : 0)

const readersOf = (variants: readonly CheckedVariant[]): number =>
  variants.reduce((sum, { readers }) => sum + (readers ?? 0), 0)

function found({ topics, readers, cut }: CheckedVariant): CheckFinding {
  const counted = { topics: topicsSaid(topics), readers: readers ?? 0 }
  const place = { kind: 'variant', topics } as const
  return cut.ok
    ? { place, ...said('variant-small', { ...counted, count: storiesOf(cut) }) }
    : { place, ...said('variant-empty', counted) }
}
