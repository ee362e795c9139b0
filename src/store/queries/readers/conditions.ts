import { sql, type RawBuilder } from 'kysely'
import { flagBit, type AddressFlagName } from '../../../core/entities/readers/reader-flag.ts'
import type { ReaderFilter, ReaderState } from '../../../core/entities/readers/reader-filter.ts'
import { toMs, type Backend } from '../../columns.ts'
import { isNotSuppressed } from '../../suppressed-domain.ts'
import { domainKey } from './search-keys.ts'

type Condition = RawBuilder<unknown>

/** The conditions of a filter by field, over subscriptions `s` and subscribers `b`. */
export type Conditions = Partial<Record<keyof ReaderFilter, Condition>>

const ofState = (state: ReaderState, now: number, isMailed: Condition): Condition => {
  switch (state) {
    case 'mailed':
      return sql`s.status = 'active' and (s.paused_until is null or s.paused_until <= ${now}) and ${isMailed}`
    case 'pending':
      return sql`s.status = 'pending'`
    case 'left':
      return sql`s.status = 'unsubscribed'`
    case 'suppressed':
      return sql`not ${isMailed}`
    case 'paused':
      return sql`s.status = 'active' and s.paused_until > ${now}`
  }
}

/** A LIKE pattern for a text anywhere; `\` escapes wildcards. */
export const anywhere = (text: string): string => `%${text.replace(/[\\%_]/g, String.raw`\$&`)}%`

const ofTopic = (topic: string): Condition =>
  sql`(s.topics = '[]' or s.topics like ${anywhere(JSON.stringify(topic))} escape '\\')`

const ofOutcome = ({ editionId, status }: NonNullable<ReaderFilter['outcome']>): Condition => {
  const row = sql`select 1 from deliveries d where d.edition_id = ${editionId} and d.subscriber_id = s.subscriber_id`
  return status === 'none' ? sql`not exists (${row})` : sql`exists (${row} and d.status = ${sql.lit(status)})`
}

/** In the same form as its index. */
export const hasFlag = (flag: AddressFlagName): Condition => sql`(b.flags & ${sql.lit(flagBit(flag))}) <> 0`

/** Whether the domain of a subscriber `b` does not accept e-mail. */
export const takesNoMail = (backend: Backend): RawBuilder<boolean> =>
  sql`exists (select 1 from mail_domains v where v.domain = ${domainKey(backend, sql.ref('b.email'))} and v.verdict = 'no-mail')`

/** The conditions of a filter, except its text; `host` is an expression for the domain of the address, if there is a cheaper one. */
export function conditionsOf(
  backend: Backend,
  filter: ReaderFilter,
  now: Temporal.Instant,
  host?: RawBuilder<unknown>,
): Conditions {
  const { digestId, state, topic, tagId, flag, importId, from, until, outcome } = filter
  return {
    digestId: sql`s.digest_id = ${digestId}`,
    ...(state !== null && { state: ofState(state, toMs(now), isNotSuppressed(backend, host)) }),
    ...(topic !== null && { topic: ofTopic(topic) }),
    ...(tagId !== null && {
      tagId: sql`exists (select 1 from reader_tags t where t.tag_id = ${tagId} and t.subscriber_id = s.subscriber_id)`,
    }),
    ...(flag !== null && { flag: flag === 'no-mail' ? takesNoMail(backend) : hasFlag(flag) }),
    ...(importId !== null && {
      importId: sql`exists (select 1 from import_readers i where i.import_id = ${importId}
        and i.subscriber_id = s.subscriber_id and i.digest_id = s.digest_id and i.outcome <> 'undone')`,
    }),
    ...(from !== null && { from: sql`s.created_at >= ${toMs(from)}` }),
    ...(until !== null && { until: sql`s.created_at < ${toMs(until)}` }),
    ...(outcome !== null && { outcome: ofOutcome(outcome) }),
  }
}
