import { said } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { silence, silentSince } from '../../subscribers/hygiene/domains/dns-silence.ts'
import { note, type Finding } from './finding.ts'

/** A note while DNS does not answer about the domains of readers. */
export async function aboutDomains(
  context: Pick<Context, 'store' | 'clock' | 'settings'>,
): Promise<Finding[]> {
  const at = context.settings.asksDomains ? await silentSince(context) : null
  if (at === null) return []
  const params = { count: silence.domains, at: at.toString({ smallestUnit: 'minute' }) }
  return [note(said('about-domains'), said('found-domains-silent', params))]
}
