import { seeded } from './chance.ts'
import { countsOf, interrupt } from './interrupt.ts'
import { connections, openPlace } from './place.ts'
import { bar, rowOf } from './report.ts'
import type { Suite } from './suite.ts'

/** kill -9 at moments that chance chooses while an edition is sent; then it is run to its end. */
export const kill: Suite = async ({ backend, points, recipients, seed, step }) => {
  const place = await openPlace(backend, recipients)
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
      { suite: 'kill -9', backend: backend.name, points: done },
      found,
      { twice: 0, unknown: done * connections },
      `${(found.unknown / done).toFixed(1)} unknown a kill; at ${countsOf(moments)}`,
      bar(done === points, `the edition ended after ${done} kills`),
    )
  } finally {
    await place.drop()
  }
}
