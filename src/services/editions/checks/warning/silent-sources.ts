import type { Ailment } from '../../../../core/entities/source-health.ts'
import { sourceHealth } from '../../../collecting/managing/source-health.ts'
import type { Check } from '../check.ts'

/** What keeps stories of a source from the edition. */
const silent: readonly Ailment[] = ['silent', 'failing', 'bot-wall', 'html', 'retired']

/** Sources that brought nothing, or could not be read: what they had is not in the edition. */
export const silentSources: Check = {
  name: 'silent-sources',
  severity: 'warn',
  async find(_, context) {
    return (await sourceHealth(context)).flatMap(({ source, findings }) => {
      const finding = findings.find(({ sick, ailment }) => sick && silent.includes(ailment))
      if (!finding) return []
      const params = { source: source.name, why: finding.sentence }
      return [{ place: { kind: 'source', source: source.id }, code: 'source-silent', params }]
    })
  },
}
