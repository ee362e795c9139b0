import { seeded } from '../chance.ts'
import { countsOf, interrupt, type Interruption } from './interrupt.ts'
import { openPlace } from '../place/place.ts'
import { bar, rowOf } from '../report.ts'
import type { Suite } from '../suite.ts'

/** Milliseconds within which `docs/operating.md` promises an end. */
const grace = 60_000

/** SIGTERM at random moments while an edition is being sent; then the rest is sent. */
export const stop: Suite = async ({ backend, points, recipients, seed, step }) => {
  const place = await openPlace(backend, recipients)
  const chance = seeded(seed)
  try {
    const stops: Interruption[] = []
    while (stops.length < points && (await place.edition())?.status !== 'sent') {
      const came = await interrupt(place, 'SIGTERM', recipients / points, chance)
      if (came) stops.push(came)
      step(stops.length, points)
    }
    const longest = Math.max(...stops.map((came) => came.took))
    // Before Node runs our code, the signal simply ends the process; otherwise it ends by itself, with all or a part sent.
    const bad = stops.filter(({ signal, code }) => signal !== 'SIGTERM' && code !== 3 && code !== 0)
    const found = await place.finish()
    return rowOf(
      { suite: 'SIGTERM', backend: backend.name, points: stops.length },
      found,
      { twice: 0, unknown: 0 },
      `ended within ${Math.ceil(longest)} ms; at ${countsOf(stops.map((came) => came.moment))}`,
      [
        ...bar(stops.length === points, `the edition ended after ${stops.length} stops`),
        ...bar(longest <= grace, `a stop took ${Math.round(longest / 1000)} s`),
        ...bad.slice(0, 3).map(({ code, stderr }) => `a stop ended with ${code}: ${stderr.trim()}`),
      ],
    )
  } finally {
    await place.drop()
  }
}
