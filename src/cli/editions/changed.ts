import { AppError } from '../../core/errors.ts'
import type { Changed } from '../../services/editions/changing/make-change.ts'

/** What a change made of an edition. Throws where it could not be made, with why and what to do. */
export function madeOf(changed: Changed): { revision: number; wasApproved: boolean } {
  if (changed.ok) return { revision: changed.revision ?? 0, wasApproved: changed.wasApproved }
  throw new AppError(
    changed.code.startsWith('no') ? 'not-found' : 'conflict',
    `${reasonOf(changed)}; nothing was changed`,
  )
}

function reasonOf(refused: Extract<Changed, { ok: false }>): string {
  switch (refused.code) {
    case 'not-changeable':
      return `the edition is ${refused.params.status}, and only one that has not begun to be sent can be changed. Errors in it can be corrected in the next edition`
    case 'not-in-edition':
      return `the edition does not carry story ${refused.params.story}`
    case 'no-such-place':
      return `story ${refused.params.story} cannot be put there, or has no picture`
    case 'no-such-story':
      return `there is no story ${refused.params.name}`
    case 'no-such-topic':
      return `the digest has no topic “${refused.params.name}”`
    case 'no-such-change':
      return `there is no change ${refused.params.name} of this edition that can be undone`
    case 'frozen-meanwhile':
      return 'the edition has been frozen in the meantime; change the edition'
    case 'changed-meanwhile':
      return `somebody else has changed the same thing: ${refused.params.conflicts.map(({ key, by }) => `${key} by ${by}`).join(', ')}`
    case 'changed-since':
      return `it was changed since by change ${refused.params.change} (${refused.params.kind} by ${refused.params.by})`
  }
}
