import type { ReportedRecipient } from '../../core/entities/feedback/report.ts'
import { judged } from '../incoming/reports/quoted-refusal.ts'
import { unfailed } from '../incoming/reports/unfailed.ts'
import type { HookEvent } from './hook.ts'
import { withoutType } from './json.ts'

/** What an event says, whichever service says it. */
export type Meaning = Pick<HookEvent, 'kind' | 'recipients' | 'feedbackType'>

const meaning = (kind: Meaning['kind'], one: ReportedRecipient, feedbackType = ''): Meaning => ({
  kind,
  recipients: [one],
  feedbackType,
})

export const delivered = (address: string): Meaning =>
  meaning('delivered', unfailed(address, 'delivered', ''))

export const complained = (address: string): Meaning =>
  meaning('complaint', unfailed(address, 'complaint', ''), 'abuse')

/** The reader used the service's own link to unsubscribe. */
export const left = (address: string): Meaning => meaning('left', unfailed(address, 'unsubscribed', ''))

/** A program of the reader's answered. */
export const answered = (address: string, reason: 'away' | 'perhaps-left', says: string): Meaning =>
  meaning('auto-reply', unfailed(address, reason, says.slice(0, 500)))

/** A server refused it, which is judged by what that server said. */
export const refusedBy = (
  address: string,
  { status = '', words, delayed = false }: { status?: string; words: string; delayed?: boolean },
): Meaning => meaning('bounce', judged({ address, status, words: withoutType(words), notice: '', delayed }))

/** The service refused it itself: for a reason about us, or by its own list, of which no server says why. */
export const refusedByService = (
  address: string,
  reason: 'policy' | 'spam' | 'unknown',
  says: string,
): Meaning => meaning('bounce', { ...unfailed(address, 'message', says.slice(0, 500)), reason })

/** The service says that no such address can be. */
export const noAddress = (address: string, says: string): Meaning =>
  meaning('bounce', {
    ...unfailed(address, 'message', says.slice(0, 500)),
    reason: 'no-such-address',
    hard: true,
  })
