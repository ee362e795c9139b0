import type { InForce } from '../../../core/entities/suppression.ts'
import { moment } from '../../desk/frame/times.ts'
import type { Admin } from '../frame/admin.ts'
import { domainName } from '../suppressions/views.ts'

/** Why a reader's address is suppressed, and a link to the suppression; null if it is not. */
export function suppressedView({ say, at }: Admin, hash: string, inForce: InForce | null, zone: string) {
  if (!inForce) return null
  const { domain, reason } = inForce
  const since = moment(inForce.at, zone).text
  return domain === null
    ? {
        text: say('reader-suppressed-since', { at: since, reason }),
        href: at(`/suppressions/address/${hash}`),
      }
    : {
        text: say('reader-domain-suppressed-since', { domain: domainName(domain), at: since, reason }),
        href: at(`/suppressions/domain/${domain}`),
      }
}
