import { dayNames } from '../../../core/schedule.ts'
import type { FilterChoices } from '../../../services/subscribers/readers/filter-choices.ts'
import type { NextMail } from '../../../services/subscribers/readers/next-mail.ts'
import type { ShownReader } from '../../../services/subscribers/readers/show-reader.ts'
import { editionName } from '../../desk/editions/place.ts'
import { moment, shortDate } from '../../desk/frame/times.ts'
import type { Admin } from '../frame/admin.ts'
import { daysOf, readerRowView, topicsOf } from '../readers/row-view.ts'
import { historyView, whoOf } from './history-view.ts'
import { domainName } from '../suppressions/views.ts'
import { suppressedView } from './suppressed-view.ts'

/** What a reader's page and the panel beside the list show. */
export function readerView(
  admin: Admin,
  shown: ShownReader,
  next: NextMail | null,
  { topics }: Pick<FilterChoices, 'topics'>,
  mayChange: boolean,
) {
  const { say, at } = admin
  const { digest, subscription, row } = shown
  const zone = digest.schedule.timeZone
  const names = new Map(topics.map(({ id, name }) => [id, name]))
  const { standing, about, hour, since } = readerRowView(say, row, digest, names, at)
  return {
    id: subscription.id,
    number: subscription.id,
    href: at(`/${subscription.id}`),
    email: subscription.email,
    about: say('reader-about', { name: about, since }),
    isNamed: about !== '',
    since: say('reader-here-since', { since }),
    standing: shown.suppression === null ? standing : '',
    suppressed: suppressedView(admin, shown.hash, shown.suppression, zone),
    refusals: shown.refusals > 0 ? say('reader-refusals', { count: shown.refusals }) : '',
    noMail: noMailView(say, shown.domain, zone),
    mayChange,
    isActive: subscription.status === 'active' && shown.suppression === null,
    isGone: subscription.status === 'unsubscribed' || shown.suppression !== null,
    next: nextView(admin, next, subscription.timeZone ?? zone, shown),
    events: historyView({ say, digest, topics: names }, shown, at),
    choices: {
      topics: topicsOf(say, subscription.topics, names),
      days: daysOf(say, subscription.days, digest),
      hour: `${hour}, ${subscription.timeZone ?? zone}`,
      digest: digest.name,
    },
    tags: shown.tags.map(({ id, name }) => ({ id, name })),
    notes: shown.notes.map((note) => ({
      id: note.id,
      body: note.body,
      at: moment(note.at, zone),
      who: whoOf(say, note.actor, note.who),
    })),
    consent: shown.consent.map((one) => ({
      asked: moment(one.requestedAt, zone),
      ip: one.requestedIp,
      confirmed: moment(one.confirmedAt, zone),
      confirmedIp: one.confirmedIp ?? '',
      words: one.words ?? one.form,
    })),
    imports: shown.imports.map((one) => ({
      id: one.importId,
      mayUndo: one.mayUndo,
      text: say(`reader-import-${one.outcome}`, { file: one.fileName || String(one.importId) }),
      at: moment(one.at, zone),
      href: `${at('')}?${new URLSearchParams({ digest: digest.key, import: String(one.importId) }).toString()}`,
      proof: one.agreed
        ? say('import-consent', {
            how: one.agreed.how ?? '–',
            at: moment(one.agreed.at, zone)?.text ?? '–',
            ip: one.agreed.ip ?? '–',
          })
        : '',
    })),
    others: shown.others.map((other) => ({ name: other.digest.name, href: at(`/${other.subscription.id}`) })),
  }
}

export type ReaderView = ReturnType<typeof readerView>

const noMailView = (say: Admin['say'], asked: ShownReader['domain'], zone: string): string =>
  asked?.verdict === 'no-mail'
    ? say('reader-domain-no-mail', { domain: domainName(asked.domain), at: moment(asked.askedAt, zone).text })
    : ''

/** When the next e-mail is due, and the link to its preview. */
export function nextView(
  { say, desk, at }: Admin,
  next: NextMail | null,
  zone: string,
  { digest, subscription, suppression }: ShownReader,
) {
  if (next === null || subscription.status !== 'active' || suppression !== null)
    return { text: say('next-none'), passed: '', href: '', stories: '' }
  const { edition, passedOver } = next
  const first = passedOver[0]
  const isShown = edition !== null && (edition.status === 'draft' || edition.status === 'approved')
  const query = new URLSearchParams({ as: subscription.email }).toString()
  return {
    text: say('next-at', { at: moment(next.at, zone).text, zone }),
    passed: first ? say(`next-passed-${first.why}`, { date: shortDate(first.date) }) : '',
    stories: at(`/${subscription.id}/next`),
    href: isShown ? desk.at(`editions/${digest.key}/${editionName(edition)}/preview?${query}`) : '',
  }
}

/** A form of choices, with the stored or the typed ones. */
export function choicesFormView(
  { say }: Admin,
  { digest, subscription }: Pick<ShownReader, 'digest' | 'subscription'>,
  { topics }: Pick<FilterChoices, 'topics'>,
  typed: { topics: string[]; days: string[]; hour: string; timeZone: string } | null,
) {
  const { topics: chosen, days, hour, timeZone } = subscription
  const written = typed ?? {
    topics: chosen.length > 0 ? chosen : digest.topics,
    days: (days ?? digest.schedule.days).map((day) => dayNames[day - 1] ?? ''),
    hour: hour ?? '',
    timeZone: timeZone ?? '',
  }
  return {
    topics: topics.map(({ id, name }) => ({ id, name, isChosen: written.topics.includes(id) })),
    days: dayNames.map((id) => ({ id, name: say(`short-${id}`), isChosen: written.days.includes(id) })),
    hour: written.hour,
    timeZone: written.timeZone,
    standard: say('choices-standard', { hour: digest.schedule.hour, zone: digest.schedule.timeZone }),
  }
}
