import type { Unknowns } from '../../../src/core/entities/newsroom.ts'
import { seeded } from '../chance.ts'
import { countsOf, interrupt } from './interrupt.ts'
import { connections } from '../../../src/services/sending/delivery/ledger/ledger.ts'
import { openPlace } from '../place/place.ts'
import { bar, rowOf } from '../report.ts'
import type { Suite } from '../suite.ts'
import type { Tally } from '../tally.ts'

/** kill -9 at random moments while an edition is being sent; then the rest is sent. */
function killUnder(rule: Unknowns, suite: string, note: (found: Tally, kills: number) => string): Suite {
  return async ({ backend, points, recipients, seed, step }) => {
    const place = await openPlace(backend, recipients, rule)
    const chance = seeded(seed)
    try {
      const moments: string[] = []
      while (moments.length < points && (await place.edition())?.status !== 'sent') {
        const came = await interrupt(place, 'SIGKILL', recipients / points, chance)
        if (came?.signal === 'SIGKILL') moments.push(came.moment)
        step(moments.length, points)
      }
      const found = await place.finish()
      const done = moments.length
      return rowOf(
        { suite, backend: backend.name, points: done },
        found,
        { twice: rule === 'hold' ? 0 : done * connections, unknown: done * connections },
        `${note(found, done)}; at ${countsOf(moments)}`,
        bar(done === points, `the edition ended after ${done} kills`),
      )
    } finally {
      await place.drop()
    }
  }
}

const each = (count: number, kills: number) => (count / kills).toFixed(1)

/** What may have arrived is held for a person. */
export const kill = killUnder(
  'hold',
  'kill -9',
  ({ unknown }, kills) => `${each(unknown, kills)} unknown per kill`,
)

/** What may have arrived is sent once more, and only then held. */
export const killAndRetry = killUnder(
  'retry-once',
  'kill -9, retry-once',
  ({ twice, unknown }, kills) => `${each(twice, kills)} twice and ${each(unknown, kills)} unknown per kill`,
)
