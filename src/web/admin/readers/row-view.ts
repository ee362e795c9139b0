import { suggestedAddress } from '../../../core/addresses/verdict/address-flags.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { LastMail, ReaderRow } from '../../../core/entities/readers/reader-filter.ts'
import { dayNames } from '../../../core/schedule.ts'
import { clip } from '../../../core/text/text.ts'
import type { Reason } from '../../../core/said/said.ts'
import { english } from '../../../core/said/sentence.ts'
import { moment, shortDate } from '../../desk/frame/times.ts'
import { withDigest, type Admin } from '../frame/admin.ts'

type Say = Admin['say']

export function readerRowView(
  say: Say,
  row: ReaderRow,
  digest: Digest,
  topics: ReadonlyMap<string, string>,
  at: Admin['at'],
) {
  const zone = digest.schedule.timeZone
  return {
    id: row.subscriptionId,
    email: row.email,
    href: withDigest(at(`/${row.subscriptionId}`), digest),
    about: [row.name ?? '', ...row.tags].filter(Boolean).join(' · '),
    meant: row.flags.includes('typo') ? (suggestedAddress(row.email) ?? '') : '',
    takesNoMail: row.flags.includes('no-mail'),
    standing: standingOf(say, row, row.timeZone ?? zone),
    topics: topicsOf(say, row.topics, topics),
    days: daysOf(say, row.days, digest),
    hour: row.hour ?? digest.schedule.hour,
    zone: row.timeZone !== null && row.timeZone !== zone ? row.timeZone : '',
    since: shortDate(row.since.toZonedDateTimeISO(zone).toPlainDate()),
    mail: row.lastMail && mailOf(say, row.lastMail, zone),
  }
}

/** What is shown of a reader who gets no e-mails now; empty for one who does. */
function standingOf(
  say: Say,
  { status, suppressed, pausedUntil }: Pick<ReaderRow, 'status' | 'suppressed' | 'pausedUntil'>,
  zone: string,
): string {
  if (suppressed !== null) return say('reader-not-mailed', { why: suppressed })
  if (status !== 'active') return say(`reader-is-${status}`)
  return pausedUntil === null ? '' : say('reader-paused', { until: dateOf(pausedUntil, zone) })
}

const dateOf = (at: Temporal.Instant, zone: string) => shortDate(at.toZonedDateTimeISO(zone).toPlainDate())

export const topicsOf = (say: Say, chosen: readonly string[], names: ReadonlyMap<string, string>): string =>
  chosen.length === 0 ? say('all-topics') : chosen.map((id) => names.get(id) ?? id).join(', ')

/** `daily`, `Mon to Sat`, `Tue, Fri`. */
export function daysOf(say: Say, days: readonly number[] | null, { schedule }: Digest): string {
  const own = (days ?? schedule.days).toSorted((a, b) => a - b)
  const first = own[0] ?? 1
  const last = own.at(-1) ?? 1
  const name = (day: number) => say(`short-${dayNames[day - 1] ?? 'mon'}`)
  if (own.length === 7) return say('daily')
  if (own.length > 2 && last - first === own.length - 1)
    return say('day-to-day', { from: name(first), to: name(last) })
  return own.map(name).join(', ')
}

const longestWhy = 60

function mailOf(
  say: Say,
  { status, at, reason, reply }: Pick<LastMail, 'status' | 'at' | 'reason' | 'reply'>,
  zone: string,
) {
  return {
    status,
    outcome: say(`reader-mail-${status}`),
    at: moment(at, zone),
    why: status === 'sent' ? '' : clip(reasonText(reason ?? reply ?? ''), longestWhy),
  }
}

const reasonText = (reason: Reason): string => english(reason)
