import { hash } from 'node:crypto'
import type { CurateInput, Curated } from '../../../../curate/curated.ts'
import type { Digest } from '../../../../core/entities/newsroom.ts'
import type { Context } from '../../../context.ts'
import { openKept } from '../../../kept.ts'
import { curateInput, editionInputOf } from '../../composing/edition-input.ts'

/** The input and the contents of an edition that is frozen now. */
export interface WaitingPool {
  input: CurateInput
  curated: Curated
}

export interface WaitingPools {
  of(digest: Digest, date: Temporal.PlainDate): Promise<WaitingPool>
}

/** Older stories rank lower, by then by a hundredth of a point. */
const limits = { longest: 60_000, most: 6 }

/**
 * Caches pools by everything that they are curated from, as the store has it at each request, so that pages show changes by any process.
 */
export function openWaitingPools(context: Pick<Context, 'store' | 'clock' | 'curator'>): WaitingPools {
  const { store, clock, curator } = context
  const kept = openKept<WaitingPool>(context, limits)
  return {
    async of(digest, date) {
      const frozenAt = clock.now()
      const editionInput = await editionInputOf(store, { digest, date, number: 0, frozenAt, dueAt: frozenAt })
      const input = await curateInput(store, digest, editionInput)
      return kept.of(`${digest.id}.${date.toString()}.${printOf(input)}`, async () => ({
        input,
        curated: await curator.curate(input),
      }))
    },
  }
}

/** Changes with any other input, except the hour of the freeze and the digest's first window, which moves with it. */
function printOf({ stories, topics, ...others }: CurateInput): string {
  const rest = { ...others, frozenAt: null, opensAt: others.opensAt.round('minute') }
  const prints = [topics, ...stories].map((one) => hash('sha256', JSON.stringify(one), 'base64url'))
  return hash('sha256', JSON.stringify([prints, rest], listed), 'base64url')
}

const listed = (_: string, value: unknown): unknown =>
  value instanceof Map || value instanceof Set ? [...value] : value
