import { isIP } from 'node:net'
import { said } from '../../../core/said/said.ts'
import { clip, oneLine } from '../../../core/text/text.ts'
import { readDate } from '../columns/read-date.ts'
import { bad, good, type FieldOf } from './row-reader.ts'

/** When and from where somebody agreed, as the old service kept it. */
export interface Consent {
  at: Temporal.Instant | null
  ip: string | null
}

/** Reads the consent of a row. An address that is none is left out: the date is what shows the consent. */
export function readConsent(field: FieldOf): ReturnType<typeof good<Consent>> | ReturnType<typeof bad> {
  const written = field('agreed_on').trim()
  const at = written === '' ? null : readDate(written)
  if (written !== '' && at === null)
    return bad('agreed_on', said('row-date-unreadable', { date: clip(oneLine(written), 60) }))
  const ip = field('agreed_ip').trim()
  return good({ at, ip: isIP(ip) === 0 ? null : ip })
}
