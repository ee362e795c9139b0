import { domainToUnicode } from 'node:url'
import type { SuppressedDomain, SuppressionProof } from '../../../core/entities/suppression.ts'
import type { SuppressionEvent } from '../../../services/subscribers/suppressions/show-suppression.ts'
import type { ListedSuppression } from '../../../services/subscribers/suppressions/list-suppressions.ts'
import { moment } from '../../desk/frame/times.ts'
import type { Admin } from '../frame/admin.ts'

type Frame = Pick<Admin, 'say' | 'at'>

/** A domain in readable form, with its ASCII form if that differs. */
export function domainName(domain: string): string {
  const shown = domainToUnicode(domain)
  return shown === domain || shown === '' ? domain : `${shown} (${domain})`
}

export const coversView = (
  { say }: Frame,
  { domain, withSubdomains }: Pick<SuppressedDomain, 'domain' | 'withSubdomains'>,
): string =>
  withSubdomains ? say('suppression-covers-all', { domain: domainName(domain) }) : domainName(domain)

/** Whose address it is; for an address that belongs to nobody in the lists only its hash is known. */
export function whoseView(
  { say }: Frame,
  { email, hash, isErased }: Pick<ListedSuppression, 'email' | 'hash' | 'isErased'>,
): string {
  if (email !== null) return email
  return say(isErased ? 'suppression-erased' : 'suppression-of-nobody', { hash: hash.slice(0, 8) })
}

/** The cause, with a link to it. */
export function proofView(
  { say, at }: Frame,
  { reportId, importId, actor }: SuppressionProof,
  { who, list }: { who: string; list: string },
): { text: string; href: string } {
  if (reportId !== null)
    return { text: say('suppression-by-report', { id: reportId }), href: at(`/came-back/${reportId}`) }
  if (importId !== null)
    return {
      text: say('suppression-by-list', { file: list || String(importId) }),
      href: at(`/imports/${importId}`),
    }
  return { text: actor === null ? say('suppression-by-unknown') : say('suppression-by', { who }), href: '' }
}

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '')

/** An event in the history of a suppression, for its page. */
export function eventView({ say, at }: Frame, event: SuppressionEvent, zone: string) {
  const when = moment(event.at, zone)
  if (event.kind === 'note')
    return { at: when, text: say('suppression-note'), body: event.body, who: event.who, href: '' }
  if (event.kind === 'report') {
    const { id, reason, says, outcome } = event.report
    const text = say('suppression-report', {
      id,
      reason: say(`back-reason-${reason}`),
      done: say(`back-${outcome}`),
    })
    return { at: when, text, body: says, who: '', href: at(`/came-back/${id}`) }
  }
  const { action, detail, who } = event
  const known = action === 'suppress' || action === 'lift' ? action : 'change'
  const text = say(`suppression-was-${known}`, { reason: textIn(detail['reason']), action })
  return { at: when, text, body: '', who, href: '' }
}
