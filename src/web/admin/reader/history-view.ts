import type { ReaderMailRow } from '../../../core/entities/readers/reader-history.ts'
import { english } from '../../../core/said/sentence.ts'
import type { ShownReader } from '../../../services/subscribers/readers/show-reader.ts'
import { moment, shortDate } from '../../desk/frame/times.ts'
import type { Admin } from '../frame/admin.ts'
import { changeText, type ChangeWords } from './change-text.ts'
import { cameBackOf, reportEvent } from './report-event.ts'

/** A reader's history, newest first: e-mails, reports and changes. */
export function historyView(
  words: ChangeWords,
  {
    mails,
    changes,
    reports,
    subscription,
    digest,
  }: Pick<ShownReader, 'mails' | 'changes' | 'reports' | 'subscription' | 'digest'>,
  at: Admin['at'],
) {
  const zone = digest.schedule.timeZone
  const here = at(`/${subscription.id}`)
  const all = [
    ...mails.map((mail) => {
      const own = reports.filter(({ editionId }) => editionId === mail.editionId)
      const cameBack = cameBackOf(words.say, at, own)
      return { time: timeOf(mail), event: { ...mailView(words.say, mail, zone, here), cameBack } }
    }),
    ...reports.map((report) => ({
      time: report.receivedAt,
      event: reportEvent(words.say, at, report, zone),
    })),
    ...changes.map((change) => ({
      time: change.at,
      event: {
        at: moment(change.at, zone),
        isMail: false as const,
        text: changeText(words, change),
        who: whoOf(words.say, change.actor, change.who),
        undo: change.mayUndo ? change.id : 0,
        report: '',
      },
    })),
  ]
  return all.toSorted((a, b) => Temporal.Instant.compare(b.time, a.time)).map(({ event }) => event)
}

const timeOf = ({ finishedAt, nextAttemptAt, dueAt }: ReaderMailRow): Temporal.Instant =>
  finishedAt ?? nextAttemptAt ?? dueAt

function mailView(say: Admin['say'], mail: ReaderMailRow, zone: string, here: string) {
  const { status, reason, reply, stories, attempts } = mail
  return {
    at: moment(timeOf(mail), zone),
    isMail: true as const,
    status,
    outcome: mailOutcome(say, mail),
    edition: shortDate(mail.date),
    stories: stories === null ? '' : say('stories-in-mail', { count: stories }),
    reply: reply ?? '',
    reason: reason === null ? '' : english(reason),
    attempts: attempts > 1 ? say('mail-attempts', { count: attempts }) : '',
    href: `${here}/mails/${mail.editionId}`,
  }
}

/** The outcome of an e-mail, as far as known: a relay may report that the reader's server accepted it. */
export const mailOutcome = (
  say: Admin['say'],
  { status, deliveredAt }: Pick<ReaderMailRow, 'status' | 'deliveredAt'>,
): string =>
  deliveredAt && (status === 'sent' || status === 'unknown')
    ? say('mail-delivered')
    : say(`mail-was-${status}`)

/** Who did it, for the history, which does not name the reader. */
export function whoOf(say: Admin['say'], actor: string, name: string): string {
  if (actor.startsWith('subscriber:')) return say('by-the-reader')
  return actor === 'visitor' ? say('by-the-form') : name
}
