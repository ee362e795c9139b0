import type { ImportSettings } from '../../../core/entities/imports/import.ts'
import type { ImportRow } from '../../../core/entities/imports/import-row.ts'
import { said } from '../../../core/said/said.ts'
import { clip, oneLine } from '../../../core/text/text.ts'
import { readDate } from '../columns/read-date.ts'
import { readStatus } from '../columns/read-status.ts'
import { bad, good, type FieldOf } from './row-reader.ts'

const longestReason = 200

/** Whether a row says that somebody is not to be mailed, since when and why; a list of never-mail says it with each row. */
export function readEnds(
  field: FieldOf,
  { mode, basis, neverMail }: ImportSettings,
): ReturnType<typeof good<ImportRow['ends']>> | ReturnType<typeof bad> {
  const written = field('status').trim()
  const status = written === '' ? 'active' : readStatus(written)
  if (status === null)
    return bad('status', said('row-status-unknown', { status: clip(oneLine(written), 60) }))
  const isNever = mode === 'never-mail'
  if (status === 'pending' && !isNever && basis === 'proof') return bad('status', said('row-unconfirmed'))
  if (!isNever && (status === 'active' || status === 'pending')) return good(null)
  const date = field('left_on').trim()
  const at = date === '' ? null : readDate(date)
  if (date !== '' && at === null)
    return bad('left_on', said('row-date-unreadable', { date: clip(oneLine(date), 60) }))
  const reason = clip(oneLine(field('reason')), longestReason)
  const to = status === 'suppressed' || status === 'unsubscribed' ? status : neverMail
  return good({ to, at, reason: reason || null })
}
