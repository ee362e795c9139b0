import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { seeded, upTo } from './chance.ts'
import { connections, openPlace, type Place, type Sender } from './place.ts'
import { bar, rowOf } from './report.ts'
import type { Suite } from './suite.ts'

/** A sender's lease, in seconds, and a little. */
const pastLease = 61

/** Milliseconds in which the second sender must have got on, though the first one stands where it stands. */
const longestMs = 45_000

/** A sender whose clock is past every lease of senders by the machine's clock. */
const ahead = {
  NODE_OPTIONS: `--import ${join(import.meta.dirname, 'ahead.ts')}`,
  DAYWIRE_TEST_AHEAD: String(pastLease),
}

/**
 * SIGSTOP in mid-send past the lease; another sender takes over; in the midst of its work the first one goes on. The
 * last time the lease is waited out; the other times the second sender's clock goes ahead.
 */
export const freeze: Suite = async ({ backend, points, recipients, seed, step }) => {
  const place = await openPlace(backend, recipients)
  const chance = seeded(seed)
  const faults: string[] = []
  let rounds = 0
  try {
    while (rounds < points && (await place.edition())?.status !== 'sent') {
      const share = Math.ceil((7 * recipients) / points / 3)
      const isReal = points > 1 && rounds === points - 1
      faults.push(...(await freezeOnce(place, chance, share, isReal)))
      rounds += 1
      step(rounds, points)
    }
    const found = await place.finish()
    return rowOf(
      { suite: 'SIGSTOP', backend: backend.name, points: rounds },
      found,
      { twice: 0, unknown: rounds * connections },
      `${(found.unknown / rounds).toFixed(1)} unknown a freeze`,
      [...bar(rounds === points, `the edition ended after ${rounds} freezes`), ...faults.slice(0, 3)],
    )
  } finally {
    await place.drop()
  }
}

async function freezeOnce(
  place: Place,
  chance: () => number,
  share: number,
  isReal: boolean,
): Promise<string[]> {
  const first = place.start(['run'])
  await at(place, first, upTo(chance, share), 'SIGSTOP', Math.floor(chance() * 4))
  if (isReal) await wait(pastLease * 1000)
  const second = place.start(['run'], isReal ? {} : ahead)
  const patience = new AbortController()
  const isHeldUp = wait(longestMs, true, { signal: patience.signal }).catch(() => false)
  const heldUp = await Promise.race([at(place, second, upTo(chance, share), null), isHeldUp])
  first.signal('SIGCONT')
  patience.abort()
  if (!heldUp) await at(place, second, upTo(chance, share), 'SIGTERM')
  first.signal('SIGTERM')
  second.signal('SIGTERM')
  const ends = await Promise.all([first.ended, second.ended])
  if (heldUp) return [`a stopped sender held up another for ${longestMs / 1000} s`]
  return ends.flatMap(({ code, signal, stderr }) =>
    signal === 'SIGTERM' || code === 0 || code === 3 ? [] : [`ended with ${code}: ${stderr.trim()}`],
  )
}

/** Resolves when the plan was carried out, or the sender has ended without coming so far. */
async function at(
  { server }: Place,
  sender: Sender,
  moments: number,
  signal: NodeJS.Signals | null,
  after = 0,
): Promise<false> {
  await Promise.race([server.plan({ moments, after, pid: sender.pid, signal }), sender.ended])
  await server.forget()
  return false
}
