import pg from 'pg'
import { seeded, upTo } from '../chance.ts'
import { connections } from '../../../src/services/sending/delivery/ledger/ledger.ts'
import { observer, openPlace } from '../place/place.ts'
import { bar, leftOut, rowOf } from '../report.ts'
import type { Suite } from '../suite.ts'

/** The database server ends every connection while an edition is being sent, as a restart does; then the rest of the edition is sent. */
export const away: Suite = async ({ backend, points, recipients, seed, step }) => {
  if (backend.name !== 'PostgreSQL') return leftOut('database away', backend.name, 'it is a file')
  const place = await openPlace(backend, recipients)
  const chance = seeded(seed)
  const said = new Set<string>()
  let met = 0
  try {
    const admin = new pg.Client({ connectionString: place.databaseUrl })
    await admin.connect()
    // A sender may survive it, and is used again.
    let sender: { ended: Promise<void> } | null = null
    const started = (): { ended: Promise<void> } => ({
      ended: place.start(['run']).ended.then(({ code, stderr }) => {
        if (code !== 0 && code !== 3 && code !== 75) said.add(`${code}: ${stderr.trim()}`)
        sender = null
      }),
    })
    while (met < points && (await place.edition())?.status !== 'sent') {
      sender ??= started()
      const moments = upTo(chance, Math.ceil((5 * recipients) / points))
      await Promise.race([place.server.plan({ moments, after: 0, pid: 0, signal: null }), sender.ended])
      await place.server.forget()
      const { rowCount } = await admin.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name <> $1`,
        [observer],
      )
      if (!rowCount) continue
      met += 1
      step(met, points)
    }
    await sender?.ended
    await admin.end()
    const found = await place.finish()
    return rowOf(
      { suite: 'database away', backend: backend.name, points: met },
      found,
      { twice: 0, unknown: met * connections },
      'each connection of the database ended',
      [
        ...[...said].slice(0, 3).map((words) => `a sender ended with ${words}`),
        ...bar(met === points, `the edition ended after ${met}`),
      ],
    )
  } finally {
    await place.drop()
  }
}
