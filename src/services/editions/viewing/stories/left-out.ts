import { gates } from '../../../../curate/gate.ts'
import type { Edition } from '../../../../core/entities/edition.ts'
import { nameInReasons } from '../../../accounts/name-in-reasons.ts'
import type { Context } from '../../../context.ts'
import type { Reason } from '../../../../core/said/said.ts'

/** What rejects a story: the gates of curating, in order, then the checks. */
export const gateNames: readonly string[] = [...gates, 'check']

/** A story that an edition left out. */
export interface LeftOutStory {
  story: number
  gate: string
  headline: string
  source: string
  score: number
  reason: Reason
  /** The story that leads its cluster, or that was carried before. */
  duplicateOf: number | null
}

/** What an edition left out, with people's names, by gate in their order, best rank first; optionally of one gate. */
export async function leftOut(
  { store }: Pick<Context, 'store'>,
  edition: Edition,
  gate: string | null,
): Promise<LeftOutStory[]> {
  const place = (name: string): number => gateNames.indexOf(name)
  const outcomes = (await store.contents.outcomes(edition.id)).filter(
    (outcome) => outcome.gate !== 'carried' && (gate === null || outcome.gate === gate),
  )
  const named = await nameInReasons(
    { store },
    outcomes.map(({ reason }) => reason),
  )
  return outcomes
    .map(({ storyId, ...outcome }) => ({ story: storyId, ...outcome, reason: named(outcome.reason) }))
    .sort((a, b) => place(a.gate) - place(b.gate) || b.score - a.score || a.story - b.story)
}
