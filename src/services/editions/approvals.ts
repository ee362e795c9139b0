import type { ApprovalRule, Digest } from '../../core/entities/newsroom.ts'
import type { Edition } from '../../core/entities/edition.ts'
import type { Context } from '../context.ts'
import { said, type Said } from '../../core/said/said.ts'

/** How many people have to approve one revision. With `auto` the system does it at the edition's hour, or a person before. */
export const approversNeeded: Record<ApprovalRule, number> = { auto: 1, one: 1, two: 2 }

/** True if the system does not approve a draft at its hour. */
export function needsPerson(
  { approval }: Pick<Digest, 'approval'>,
  { correctedAt }: Pick<Edition, 'correctedAt'>,
): boolean {
  return approval !== 'auto' || correctedAt !== null
}

/** Names of those who have approved the current revision of an edition, in order. */
export async function endorsersOf(
  { store }: Pick<Context, 'store'>,
  { id, revision }: Pick<Edition, 'id' | 'revision'>,
): Promise<string[]> {
  return store.revisions.endorsers(id, revision)
}

/** What a draft is waiting for: approval, or a further one besides those given. */
export function approvalAwaited({ approval }: Pick<Digest, 'approval'>, endorsers: readonly string[]): Said {
  if (endorsers.length > 0) return said('waits-for-another', { people: endorsers })
  return approversNeeded[approval] > 1 ? said('waits-for-two') : said('waits-for-approval')
}
