import type { Feedback } from '../../../src/core/entities/feedback/feedback.ts'
import type { Store } from '../../../src/store/store.ts'
import type { Expected, TortureEvent } from './report.ts'

/** Stored reports, compared with the expected ones. */
export interface ReportTally {
  lost: number
  twice: number
  wrong: string[]
}

export async function tallyOf(
  store: Store,
  edition: number,
  reports: readonly Expected[],
  events: readonly TortureEvent[],
): Promise<ReportTally> {
  const rows = await allRows(store)
  const byMark = Map.groupBy(rows, ({ message }) => /X-Report: \d+/.exec(message)?.[0] ?? '')
  const wrong: string[] = []
  let [lost, twice] = [0, 0]
  for (const { mark, outcomes } of [...reports, ...events]) {
    const own = byMark.get(mark) ?? []
    if (own.length === 0 && outcomes.length > 0) lost += 1
    twice += own.length - new Set(own.map(({ address, status }) => `${address} ${status}`)).size
    const other = own.find(({ outcome }) => !outcomes.includes(outcome))
    if (other) wrong.push(`${mark}: ${other.outcome} instead of ${outcomes.join(' or ')}`)
  }
  const unknown = byMark.size - new Set([...reports, ...events].map(({ mark }) => mark)).size
  if (unknown > 0) wrong.push(`${unknown} rows of no report`)
  const readers = await aboutReaders(store, [...reports, ...events], rows)
  return {
    lost,
    twice,
    wrong: [...wrong.slice(0, 10), ...readers, ...(await aboutEvents(store, edition, events))],
  }
}

/** Events for which no row is stored: each arrival must be recorded, and each reader must have left. */
async function aboutEvents(
  store: Store,
  edition: number,
  events: readonly TortureEvent[],
): Promise<string[]> {
  const wrong: string[] = []
  for (const { mark, arrived, left } of events) {
    const subscription = await store.subscribers.byId(arrived ?? left ?? 0)
    if (!subscription) continue
    const delivery = await store.deliveries.of(edition, subscription.subscriberId)
    if (arrived !== null && !delivery?.deliveredAt) wrong.push(`${mark}: its delivery is not noted`)
    if (left !== null && subscription.status !== 'unsubscribed')
      wrong.push(`${mark}: the reader has not left`)
  }
  return wrong.slice(0, 10)
}

async function allRows(store: Store): Promise<Feedback[]> {
  const rows: Feedback[] = []
  for (;;) {
    const before = rows.at(-1)?.id ?? null
    const page = await store.feedback.page({ kind: null, outcome: null, hash: null, before, count: 1000 })
    rows.push(...page)
    if (page.length === 0) return rows
  }
}

/** Each expected address is suppressed, once, and no other; and every reply is stored, and forwarded at most once. */
async function aboutReaders(
  store: Store,
  reports: readonly Expected[],
  rows: readonly Feedback[],
): Promise<string[]> {
  const wrong: string[] = []
  const suppressing = rows.filter(({ outcome }) => outcome === 'suppressed')
  const expected = reports.filter(({ suppresses }) => suppresses !== null).length
  if (suppressing.length !== expected) wrong.push(`${suppressing.length} suppressed, not ${expected}`)
  for (const { hash } of suppressing) {
    const entries = hash === null ? [] : await store.audit.of(`address:${hash}`, 10)
    const count = entries.filter(({ action }) => action === 'suppress').length
    if (count !== 1) wrong.push(`a reader was suppressed ${count} times`)
    if (hash === null || !(await store.suppressions.of(hash))) wrong.push('a reader is not suppressed')
  }
  const letters = rows.filter(({ outcome }) => outcome === 'reply')
  const kept = await Promise.all(letters.map(({ id }) => store.replies.of(id)))
  const forwarded = kept.filter((reply) => reply?.forwarding === 'forwarded').length
  const messages = (await store.messages.list(1_000_000)).filter(({ content }) => content.kind === 'forward')
  if (kept.includes(null)) wrong.push('a reply has no text')
  if (messages.length !== forwarded) wrong.push(`${messages.length} replies were forwarded, not ${forwarded}`)
  return wrong.slice(0, 10)
}
