import { systemActor } from '../../../core/entities/actor.ts'
import type { DigestAlert } from '../../../core/entities/alerts.ts'
import type { Digest, Newsroom } from '../../../core/entities/newsroom.ts'
import { said } from '../../../core/said/said.ts'
import { recipientsOf } from '../../alerts/recipients.ts'
import type { Context } from '../../context.ts'
import { fine, note, type Finding } from './finding.ts'

/** Alerts without which an edition may remain unsent. */
const urgent: readonly DigestAlert[] = ['needs-approval', 'not-sent']

/** Whether anybody gets an alert when an edition needs a person: an address of the newsroom, or an account that chose it. */
export async function aboutAlerts(
  { store }: Pick<Context, 'store'>,
  { alerts }: Newsroom,
  digests: readonly Digest[],
): Promise<Finding> {
  const field = said('about-field', { path: 'alerts' })
  const addresses = new Set(alerts)
  let isMissing = digests.length === 0 && alerts.length === 0
  for (const { id } of digests)
    for (const alert of urgent) {
      const recipients = await recipientsOf(store, { alert, digest: id }, systemActor)
      isMissing ||= recipients.length === 0
      for (const { address } of recipients) addresses.add(address)
    }
  return isMissing
    ? note(field, said('found-no-alerts'))
    : fine(field, said('found-value', { value: [...addresses] }))
}
