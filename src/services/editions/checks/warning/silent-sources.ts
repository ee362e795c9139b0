import { said } from '../../../../core/said/said.ts'
import type { Ailment } from '../../../../core/entities/sources/source-health.ts'
import { sourceHealth } from '../../../collecting/managing/source-health.ts'
import type { Check } from '../check.ts'

/** Problems that keep stories of a source out of the edition. */
const silent: readonly Ailment[] = ['silent', 'failing', 'bot-wall', 'html', 'retired']

/** Sources without items, or that could not be read: their stories are missing from the edition. */
export const silentSources: Check = {
  name: 'silent-sources',
  severity: 'warn',
  async find(_, context) {
    return (await sourceHealth(context)).flatMap(({ source, findings }) => {
      const finding = findings.find(({ sick, ailment }) => sick && silent.includes(ailment))
      if (!finding) return []
      const says = said('source-silent', { source: source.name, why: finding.says })
      return [{ place: { kind: 'source', source: source.id }, ...says }]
    })
  },
}
