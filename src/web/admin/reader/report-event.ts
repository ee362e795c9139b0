import { effectiveOutcomes, type Feedback } from '../../../core/entities/feedback/feedback.ts'
import type { ReportKind } from '../../../core/entities/feedback/report.ts'
import { moment } from '../../desk/frame/times.ts'
import type { Admin } from '../frame/admin.ts'

type Report = Pick<Feedback, 'id' | 'kind' | 'reason' | 'says' | 'receivedAt' | 'outcome'>

const words: Record<ReportKind, string> = {
  bounce: 'did-come-back',
  complaint: 'did-complain',
  'auto-reply': 'did-auto-reply',
  other: 'did-other-report',
}

/** The contents of a report: the server’s words, or the reason. */
const saysOf = (say: Admin['say'], { says, reason }: Report): string =>
  says === '' ? say(`back-reason-${reason}`) : says

/** A report as an event of a reader's history. */
export const reportEvent = (say: Admin['say'], at: Admin['at'], report: Report, zone: string) => ({
  at: moment(report.receivedAt, zone),
  isMail: false as const,
  text: say(words[report.kind], { says: saysOf(say, report) }),
  who: say(`back-${report.outcome}`),
  undo: 0,
  report: at(`/came-back/${report.id}`),
})

/** What came back of an edition's e-mail, as a line of its own; null if nothing did. */
export function cameBackOf(say: Admin['say'], at: Admin['at'], reports: readonly Report[]) {
  const bounce = reports.find(
    ({ kind, outcome }) => kind === 'bounce' && effectiveOutcomes.some((one) => one === outcome),
  )
  return bounce
    ? { text: say('mail-came-back', { says: saysOf(say, bounce) }), href: at(`/came-back/${bounce.id}`) }
    : null
}
