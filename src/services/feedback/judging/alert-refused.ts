import { cameBackPath, refusalsPath } from '../../../core/links.ts'
import { domainOf } from '../../../core/smtp/limits.ts'
import { said } from '../../../core/said/said.ts'
import type { AlertTx } from '../../alerts/alert.ts'
import { raise } from '../../alerts/about-edition.ts'
import type { Context } from '../../context.ts'
import type { Case } from './case.ts'

const about = { alert: 'came-back', digest: null } as const

/** Alerts, once a day per reason, that servers reject our e-mails: the reader's address is not at fault. */
export async function alertRefused(
  tx: AlertTx,
  { events }: Pick<Context, 'events'>,
  { recipient, at }: Case,
): Promise<void> {
  const content = {
    subject: said('alert-refused-subject', { reason: recipient.reason }),
    lead: said('alert-refused-lead', { domain: domainOf(recipient.address ?? '') }),
    points: [{ name: said('alert-refused-reply'), text: recipient.says }],
    advice: said('alert-refused-advice'),
    page: refusalsPath,
  }
  await raise(tx, events, { dedupe: `refused:${recipient.reason}:${dayOf(at)}`, about }, content, at)
}

/** Alerts, once a day per domain, that failures of many readers wait for a person. */
export async function alertMassFailure(
  tx: AlertTx,
  { events }: Pick<Context, 'events'>,
  { domain, count, at }: { domain: string; count: number; at: Temporal.Instant },
): Promise<void> {
  const content = {
    subject: said('alert-wave-subject', { domain }),
    lead: said('alert-wave-lead', { count, domain }),
    points: [],
    advice: said('alert-wave-advice', { domain }),
    page: cameBackPath,
  }
  await raise(tx, events, { dedupe: `bounce-wave:${domain}:${dayOf(at)}`, about }, content, at)
}

const dayOf = (at: Temporal.Instant): string => at.toString().slice(0, 10)
