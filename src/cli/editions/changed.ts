import { AppError } from '../../core/errors.ts'
import type { Changed } from '../../services/editions/changing/make-change.ts'
import { saidOf, said, type Code } from '../../core/said/said.ts'

const unknown: ReadonlySet<Code> = new Set([
  'not-in-edition',
  'no-such-place',
  'no-such-story',
  'no-such-topic',
  'no-such-change',
])

/** The result of a change of an edition. Throws if it was refused, with the reason and what to do. */
export function requireChanged(changed: Changed): { revision: number; wasApproved: boolean } {
  if (changed.ok) return { revision: changed.revision ?? 0, wasApproved: changed.wasApproved }
  throw new AppError(
    unknown.has(changed.code) ? 'not-found' : 'conflict',
    said('nothing-changed', { why: saidOf(changed) }),
  )
}
