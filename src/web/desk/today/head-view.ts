import { may } from '../../../core/permissions.ts'
import type { DeskDay } from '../../../services/editions/viewing/day/desk-day.ts'
import type { ReadersByTopic } from '../../../services/editions/viewing/day/readers-by-topic.ts'
import type { Desk } from '../frame/frame.ts'
import { hour } from '../frame/times.ts'
import type { DayPlace } from './day.ts'

const changeable = ['draft', 'approved']

/** The head of the page: the day's state, its progress, and what can be done. */
export function headView(
  desk: Desk,
  { actor, mayEdit }: DayPlace,
  { digest, date, edition, stories }: DeskDay,
  readers: ReadersByTopic,
) {
  const zone = digest.schedule.timeZone
  const status = edition?.status ?? ''
  const mayApprove = may(actor, 'approve-edition', digest.id)
  const isStopped = edition !== null && edition.stop !== null
  return {
    digest: { key: digest.key, name: digest.name },
    zone,
    readers: readers.all,
    news: stories.filter(({ item }) => item.section === 'news').length,
    analyses: stories.filter(({ item }) => item.section === 'analysis').length,
    revision: edition?.revision ?? 0,
    status,
    isStopped,
    subject: edition?.subject ?? '',
    note: edition?.note ?? '',
    editionHref: desk.at(`editions/${digest.key}/${date.toString()}`),
    rule: `rule-${digest.approval}`,
    mayChange: mayEdit && (edition === null || changeable.includes(status)),
    mayApprove: mayApprove && status === 'draft' && !isStopped,
    mayTakeBack: mayEdit && status === 'approved',
    mayStop: may(actor, 'stop-edition', digest.id) && ['approved', 'sending'].includes(status) && !isStopped,
    mayMoveHour: mayEdit && changeable.includes(status),
    leaves: edition ? hour(edition.dueAt, zone) : '',
    due: edition?.dueAt.toString() ?? '',
  }
}
