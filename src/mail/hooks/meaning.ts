import type { ReportedRecipient } from '../../core/entities/feedback/report.ts'
import { judged } from '../incoming/reports/quoted-refusal.ts'
import { nonBounce } from '../incoming/reports/non-bounce.ts'
import type { HookEvent } from './hook.ts'
import { withoutType } from './json.ts'

/** The meaning of an event, independent of the service. */
export type Meaning = Pick<HookEvent, 'kind' | 'recipients' | 'feedbackType'>

const meaning = (kind: Meaning['kind'], one: ReportedRecipient, feedbackType = ''): Meaning => ({
  kind,
  recipients: [one],
  feedbackType,
})

export const delivered = (address: string): Meaning =>
  meaning('delivered', nonBounce(address, 'delivered', ''))

export const complained = (address: string): Meaning =>
  meaning('complaint', nonBounce(address, 'complaint', ''), 'abuse')

/** The reader used the service's own link to unsubscribe. */
export const left = (address: string): Meaning => meaning('left', nonBounce(address, 'unsubscribed', ''))

/** The reader's mail program replied automatically. */
export const answered = (address: string, reason: 'away' | 'perhaps-left', says: string): Meaning =>
  meaning('auto-reply', nonBounce(address, reason, says.slice(0, 500)))

/** A server refused it; judged by the server's reply. */
export const refusedBy = (
  address: string,
  { status = '', words, delayed = false }: { status?: string; words: string; delayed?: boolean },
): Meaning => meaning('bounce', judged({ address, status, words: withoutType(words), notice: '', delayed }))

/** The service itself refused it: for a reason about us, or by its own list, without a server's reply. */
export const refusedByService = (
  address: string,
  reason: 'policy' | 'spam' | 'unknown',
  says: string,
): Meaning => meaning('bounce', { ...nonBounce(address, 'message', says.slice(0, 500)), reason })

/** The service says that the address is impossible. */
export const noAddress = (address: string, says: string): Meaning =>
  meaning('bounce', {
    ...nonBounce(address, 'message', says.slice(0, 500)),
    reason: 'no-such-address',
    hard: true,
  })
