import type { ApprovalRule, Digest } from '../../core/entities/newsroom.ts'
import type { Edition } from '../../core/entities/edition.ts'
import type { Context } from '../context.ts'
import { said, type Said } from '../../core/said/said.ts'

/** How many different people have to approve one revision. By `auto` the system does it at the hour, or a person before. */
export const approversNeeded: Record<ApprovalRule, number> = { auto: 1, one: 1, two: 2 }

/** True where a draft is not approved by the system at its hour. */
export function needsPerson(
  { approval }: Pick<Digest, 'approval'>,
  { correctedAt }: Pick<Edition, 'correctedAt'>,
): boolean {
  return approval !== 'auto' || correctedAt !== null
}

/** Names of those who have approved the revision that an edition is in, first come first. */
export async function endorsersOf(
  { store }: Pick<Context, 'store'>,
  { id, revision }: Pick<Edition, 'id' | 'revision'>,
): Promise<string[]> {
  return store.revisions.endorsers(id, revision)
}

/** What a draft waits for: `waits for approval`, or for whose besides those there are. */
export function approvalAwaited({ approval }: Pick<Digest, 'approval'>, endorsers: readonly string[]): Said {
  if (endorsers.length > 0) return said('waits-for-another', { people: endorsers })
  return approversNeeded[approval] > 1 ? said('waits-for-two') : said('waits-for-approval')
}
