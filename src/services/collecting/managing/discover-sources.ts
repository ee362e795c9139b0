import { AppError } from '../../../core/errors.ts'
import type { Candidate } from '../../../sources/feeds/discover.ts'
import type { Sources } from '../../../sources/sources.ts'
import type { Said } from '../../../core/said/said.ts'

/** A place from which the stories of a site may be read, and what a test found there. */
export interface DiscoveredSource {
  location: string
  kind: string
  title: string
  how: Said
  items: number
  /** Date of the newest item, ISO 8601. */
  newest: string | null
  /** Why it cannot be read, if it cannot. */
  reason: Said | null
}

/** Finds where the stories of a site can be read, the best place first. Throws `bad-input` if nothing is found. */
export async function discoverSources(
  reader: Pick<Sources, 'discover'>,
  address: string,
): Promise<DiscoveredSource[]> {
  const found = await reader.discover(address)
  if (!found.ok) throw new AppError('bad-input', found.reason)
  return found.candidates.map(discoveredSource)
}

export function discoveredSource(candidate: Candidate): DiscoveredSource {
  return { ...candidate, newest: candidate.newest?.toString() ?? null }
}
