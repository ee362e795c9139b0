import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { seeded, upTo } from '../chance.ts'
import pg from 'pg'
import { connections } from '../../../src/services/sending/delivery/ledger/ledger.ts'
import { openPlace, type Place, type Sender } from '../place/place.ts'
import { bar, rowOf } from '../report.ts'
import type { Suite } from '../suite.ts'

/** Seconds; slightly longer than a sender's lease. */
const pastLease = 61

/** Milliseconds in which the second sender must make progress, wherever the first one is stopped. */
const longestMs = 45_000

/**
 * A process that is stopped in a transaction locks a SQLite file, and finds its connection to PostgreSQL closed when it continues: a sender
 * that meets this exits, to be called again.
 */
const breaksOff = /another process holds the database|the database went away/

/** A sender whose clock is past the end of every lease. On PostgreSQL it follows the server's, and the leases are ended instead. */
const ahead = {
  NODE_OPTIONS: `--import ${join(import.meta.dirname, '../place/ahead.ts')}`,
  DAYWIRE_TEST_AHEAD: String(pastLease),
}

/**
 * SIGSTOP during sending, past the lease; another sender takes over; during its work the first one continues. In the last round the lease
 * really expires; in the others the second sender's clock is ahead.
 */
export const freeze: Suite = async ({ backend, points, recipients, seed, step }) => {
  const place = await openPlace(backend, recipients)
  const chance = seeded(seed)
  const faults: string[] = []
  let [rounds, brokenOff] = [0, 0]
  try {
    while (rounds < points && (await place.edition())?.status !== 'sent') {
      const share = Math.ceil((7 * recipients) / points / 3)
      const isReal = points > 1 && rounds === points - 1
      const ends = await freezeOnce(place, chance, share, isReal)
      faults.push(...ends.faults)
      brokenOff += ends.brokenOff
      rounds += 1
      step(rounds, points)
    }
    const found = await place.finish()
    return rowOf(
      { suite: 'SIGSTOP', backend: backend.name, points: rounds },
      found,
      { twice: 0, unknown: (rounds + brokenOff) * connections },
      `${(found.unknown / rounds).toFixed(1)} unknown per freeze; ${brokenOff} senders exited because of the database`,
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
): Promise<{ faults: string[]; brokenOff: number }> {
  const first = place.start(['run'])
  await at(place, first, upTo(chance, share), 'SIGSTOP', Math.floor(chance() * 4))
  if (isReal) await wait(pastLease * 1000)
  else if (place.store.backend === 'postgres') await endLeases(place)
  const second = place.start(['run'], isReal ? {} : ahead)
  const patience = new AbortController()
  const isHeldUp = wait(longestMs, true, { signal: patience.signal }).catch(() => false)
  const heldUp = await Promise.race([at(place, second, upTo(chance, share), null), isHeldUp])
  first.signal('SIGCONT')
  patience.abort()
  // A second SIGTERM would end a sender at once.
  if (heldUp) second.signal('SIGTERM')
  else await at(place, second, upTo(chance, share), 'SIGTERM')
  first.signal('SIGTERM')
  const ends = await Promise.all([first.ended, second.ended])
  const brokenOff = ends.filter(({ code, stderr }) => code === 75 && breaksOff.test(stderr))
  const bad = ends.filter(
    (end) => end.signal !== 'SIGTERM' && end.code !== 0 && end.code !== 3 && !brokenOff.includes(end),
  )
  return {
    faults: [
      ...bar(!heldUp, `a stopped sender held up another for ${longestMs / 1000} s`),
      ...bad.map(({ code, stderr }) => `ended with ${code}: ${stderr.trim()}`),
    ],
    brokenOff: brokenOff.length,
  }
}

async function endLeases({ databaseUrl }: Place): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query("update deliveries set lease_until = 0 where status in ('claimed', 'inflight')")
  await client.end()
}

/** Resolves when the plan was carried out, or the sender has ended before. */
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
