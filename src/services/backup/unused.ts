import { AppError } from '../../core/errors.ts'
import { said } from '../../core/said/said.ts'
import type { Repositories } from '../../store/store.ts'

/** Throws `conflict` if a database contains anything that somebody would miss: a newsroom, stories, readers or accounts. */
export async function requireUnused({ rows }: Pick<Repositories, 'rows'>): Promise<void> {
  for (const table of await rows.tables()) {
    if (!kept.has(table.name)) continue
    const count = await rows.count(table)
    if (count > 0) throw new AppError('conflict', said('database-in-use', { table: table.name, count }))
  }
}

const kept = new Set(['accounts', 'digests', 'editions', 'sources', 'stories', 'subscribers', 'suppressions'])

/** Empties an unused database of the settings that Daywire made itself. */
export async function clearUnused({ rows }: Pick<Repositories, 'rows'>): Promise<void> {
  for (const table of (await rows.tables()).toReversed()) await rows.clear(table)
}
