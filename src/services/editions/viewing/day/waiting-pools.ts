import { hash } from 'node:crypto'
import type { CurateInput, Curated } from '../../../../curate/curated.ts'
import type { Digest } from '../../../../core/entities/newsroom.ts'
import type { Context } from '../../../context.ts'
import { openKept } from '../../../kept.ts'
import { curateInput, groundOf } from '../../composing/ground.ts'

/** What an edition that is frozen now would be made from, and of. */
export interface WaitingPool {
  input: CurateInput
  curated: Curated
}

export interface WaitingPools {
  of(digest: Digest, date: Temporal.PlainDate): Promise<WaitingPool>
}

/** By then stories are older, which their rank depends on: a hundredth of a point. */
const limits = { longest: 60_000, most: 6 }

/** Pools of one process by all that they are curated from, as the store has it at each request: whoever changed it, the page shows it. */
export function openWaitingPools(context: Pick<Context, 'store' | 'clock' | 'curator'>): WaitingPools {
  const { store, clock, curator } = context
  const kept = openKept<WaitingPool>(context, limits)
  return {
    async of(digest, date) {
      const frozenAt = clock.now()
      const ground = await groundOf(store, { digest, date, number: 0, frozenAt, dueAt: frozenAt })
      const input = await curateInput(store, digest, ground)
      return kept.of(`${digest.id}.${date.toString()}.${printOf(input)}`, async () => ({
        input,
        curated: await curator.curate(input),
      }))
    },
  }
}

/** Another for any other input, but for the hour of the freeze; a digest's first window moves with it. */
function printOf({ stories, topics, ...others }: CurateInput): string {
  const rest = { ...others, frozenAt: null, opensAt: others.opensAt.round('minute') }
  const prints = [topics, ...stories].map((one) => hash('sha256', JSON.stringify(one), 'base64url'))
  return hash('sha256', JSON.stringify([prints, rest], listed), 'base64url')
}

const listed = (_: string, value: unknown): unknown =>
  value instanceof Map || value instanceof Set ? [...value] : value
