import type { Actor } from '../../../core/entities/actor.ts'
import { newestOf } from '../../../core/entities/stories/story-time.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { NewSource, SourceRecord } from '../../../core/entities/sources/source.ts'
import { said, type Said } from '../../../core/said/said.ts'
import { placeOf } from '../reading/read-source.ts'
import { offered } from './catalogue.ts'
import type { Context } from '../../context.ts'
import type { Catalogue } from '../../newsroom/files/newsroom-file.ts'

export interface Probed {
  source: string
  /** The address that can be read, or null if none can. */
  location: string | null
  kind: string | null
  items: number
  newest: Temporal.Instant | null
  /** True if it is read from now on. */
  on: boolean
  /** The results at addresses that failed before, or at all. */
  tried: { location: string; reason: Said }[]
}

type Deps = Pick<Context, 'store' | 'sources' | 'clock' | 'settings'>

/** True for a source that has never been read. */
export const isUnproven = ({ status, succeededAt }: SourceRecord): boolean =>
  status === 'off' && succeededAt === null

/**
 * Tries the addresses of a source, those of the catalogue or else its own, and keeps the first that has items. It stays off unless `on`.
 */
export async function probeSource(
  context: Deps,
  source: SourceRecord,
  catalogue: Catalogue,
  on: boolean,
  actor: Actor,
): Promise<Probed> {
  requirePermission(actor, 'change-sources', null)
  const entry = catalogue.find(({ name }) => name === source.name)
  const own = { kind: source.kind, location: source.location, options: source.options }
  const tried: Probed['tried'] = []
  for (const candidate of entry?.candidates ?? [own]) {
    const { timeZone } = source
    const reading = await context.sources.read({
      ...candidate,
      location: placeOf(context, candidate),
      timeZone,
      etag: null,
      lastModified: null,
    })
    if (reading.ok && !reading.unchanged && reading.items.length > 0) {
      const newest = newestOf(reading.items, context.clock.now())
      const traits = entry ? offered(entry, candidate) : { ...source, ...candidate }
      await keep(context, source, traits, { count: reading.items.length, newest }, on, actor)
      const { kind, location } = candidate
      return { source: source.name, location, kind, items: reading.items.length, newest, on, tried }
    }
    const reason = reading.ok ? said('source-without-items', { place: candidate.location }) : reading.reason
    tried.push({ location: candidate.location, reason })
  }
  return { source: source.name, location: null, kind: null, items: 0, newest: null, on: false, tried }
}

async function keep(
  { store, clock }: Deps,
  source: SourceRecord,
  traits: NewSource,
  items: { count: number; newest: Temporal.Instant | null },
  on: boolean,
  actor: Actor,
): Promise<void> {
  const at = clock.now()
  const { name, kind, location, section, language, weight, pictures, timeZone, options } = traits
  await store.transaction(async (tx) => {
    const unchanged = { section, language, weight, pictures, timeZone, rules: source.rules }
    await tx.sources.put({ name, kind, location, options, ...unchanged }, at)
    // Without validators, so that the first collection reads all of it.
    const found = { at, items, etag: null, lastModified: null, location: null, nextReadAt: null }
    await tx.sources.recordSuccess(source.id, found)
    if (on) await tx.sources.move(source.id, 'off', 'active')
    await tx.audit.append({ at, actor, action: 'probe', subject: `source:${name}`, detail: { location, on } })
  })
}
