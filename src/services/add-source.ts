import { AppError } from '../core/errors.ts'
import type { Source } from '../core/newsroom.ts'
import type { Actor } from '../core/ports.ts'
import { checkSource, type CheckedSource } from './check-sources.ts'
import { findNewsroom } from './find-digest.ts'
import type { House } from './house.ts'

/** A source as a person names it; what is null is found out or the ordinary. */
export interface WrittenSource {
  name: string
  /** An address, or an absolute path. */
  location: string
  /** As it is kept: a path inside the data folder is written from there. */
  kept: string
  kind: string | null
  language: string | null
  section: Source['section']
  weight: number
  pictures: Source['pictures']
  timeZone: string | null
}

/**
 * Adds a source after reading it once, unless `unread`. Throws `conflict` where a source of that name is
 * on, `bad-input` where it cannot be read. One that was removed comes back with the new traits.
 */
export async function addSource(
  house: Pick<House, 'store' | 'sources' | 'clock'>,
  written: WrittenSource,
  unread: boolean,
  actor: Actor,
): Promise<{ source: Omit<Source, 'id'>; found: CheckedSource | null }> {
  const standing = await house.store.sources.byName(written.name)
  if (standing && standing.status !== 'off')
    throw new AppError('conflict', `there is a source “${written.name}” already, at ${standing.location}`)
  const found = unread ? null : await checkSource(house.sources, written.location)
  if (found?.error != null)
    throw new AppError(
      'bad-input',
      `${written.location} cannot be read, so it was not added: ${found.error}`,
      {
        details: ['--no-check adds it all the same'],
      },
    )
  const { name, section, weight, pictures, timeZone } = written
  const kind = written.kind ?? kindOf(written.location, found)
  const language = written.language ?? (await findNewsroom(house))?.language ?? 'en'
  const { options, rules } = standing ?? { options: {}, rules: [] }
  const traits = { section, language, weight, pictures, timeZone, options, rules }
  const source = { name, kind, location: written.kept, ...traits }
  const at = house.clock.now()
  await house.store.transaction(async (tx) => {
    await tx.sources.put(source, at)
    if (standing) await tx.sources.move(standing.id, 'off', 'active')
    await tx.audit.append({ at, actor, action: 'add', subject: `source:${name}`, detail: source })
  })
  return { source, found }
}

function kindOf(location: string, found: CheckedSource | null): string {
  if (found) return found.kind === 'folder' ? 'folder' : 'feed'
  if (/^https?:\/\//i.test(location)) return 'feed'
  throw new AppError(
    'bad-input',
    `say what ${location} is, since it is not read: --kind feed or --kind folder`,
  )
}
