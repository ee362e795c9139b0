import { AppError } from '../../../core/errors.ts'
import type { Source, SourceOptions } from '../../../core/entities/sources/source.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import { webAddress } from '../../../core/addresses/web-address.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { checkSource, type CheckedSource } from './check-sources.ts'
import { discoveredSource, type DiscoveredSource } from './discover-sources.ts'
import { findNewsroom } from '../../newsroom/find-digest.ts'
import type { Context } from '../../context.ts'
import { said } from '../../../core/said/said.ts'

/** A source as a person enters it; null means detected or default. */
export interface WrittenSource {
  name: string
  /** A URL or an absolute path. */
  location: string
  /** As stored: a path inside the data folder is stored relative to it. */
  kept: string
  kind: string | null
  language: string | null
  section: Source['section']
  weight: number
  pictures: Source['pictures']
  timeZone: string | null
  options?: SourceOptions | null
}

/** The new source, its first fetch, and the other places that were found if not the entered one. */
export interface AddedSource {
  source: Omit<Source, 'id'>
  found: CheckedSource | null
  discovered: DiscoveredSource[]
}

type Deps = Pick<Context, 'store' | 'sources' | 'clock'>

/**
 * Adds a source after reading it once, unless `unread`. If no kind is given and the address is that of a page, the best feed that the page
 * links to is used. Throws `conflict` if a source of that name is active, `bad-input` if it cannot be read. A source that was removed comes
 * back with the new properties.
 */
export async function addSource(
  context: Deps,
  input: WrittenSource,
  unread: boolean,
  actor: Actor,
): Promise<AddedSource> {
  requirePermission(actor, 'change-sources', null)
  const written = { ...input, location: webAddress(input.location), kept: webAddress(input.kept) }
  const existing = await context.store.sources.byName(written.name)
  if (existing && existing.status !== 'off')
    throw new AppError('conflict', said('source-exists', { name: written.name, place: existing.location }))
  const { name, section, weight, pictures, timeZone } = written
  const options = written.options ?? existing?.options ?? {}
  const place = unread ? unreadPlace(written) : await readPlace(context, written, options)
  const language = written.language ?? (await findNewsroom(context))?.language ?? 'en'
  const traits = { section, language, weight, pictures, timeZone, options, rules: existing?.rules ?? [] }
  const { kind, kept: location, found, discovered } = place
  const source = { name, kind, location, ...traits }
  const at = context.clock.now()
  await context.store.transaction(async (tx) => {
    await tx.sources.put(source, at)
    if (existing) await tx.sources.move(existing.id, 'off', 'active')
    await tx.audit.append({ at, actor, action: 'add', subject: `source:${name}`, detail: source })
  })
  return { source, found, discovered }
}

type Place = Pick<AddedSource, 'found' | 'discovered'> & { kind: string; kept: string }

function unreadPlace({ kind, location, kept }: WrittenSource): Place {
  const assumed = kind ?? (/^https?:\/\//i.test(location) ? 'feed' : null)
  if (assumed !== null) return { kind: assumed, kept, found: null, discovered: [] }
  throw new AppError('bad-input', said('source-kind-missing', { place: location }))
}

async function readPlace({ sources }: Deps, written: WrittenSource, options: SourceOptions): Promise<Place> {
  const { location, kept, kind, timeZone } = written
  const how = { timeZone, options }
  const found = await checkSource(sources, location, kind === null ? how : { ...how, kind })
  if (found.error === null)
    return { kind: kind ?? (found.kind === 'folder' ? 'folder' : 'feed'), kept, found, discovered: [] }
  const mayLead = kind === null && /^https?:/i.test(location) && isOther(found)
  const discovery = mayLead ? await sources.discover(location) : null
  if (discovery?.ok) {
    const discovered = discovery.candidates.map(discoveredSource)
    const best = discovered.find(({ reason }) => reason === null)
    if (best) {
      const read = await checkSource(sources, best.location, { ...how, kind: best.kind })
      if (read.error === null) return { kind: best.kind, kept: best.location, found: read, discovered }
    }
  }
  const why = discovery && !discovery.ok ? discovery.reason : found.error
  throw new AppError('bad-input', said('source-not-added', { place: location, why }))
}

/** True for an address that answered with something other than a feed. */
const isOther = ({ problem }: CheckedSource): boolean => problem === 'html' || problem === 'malformed'
