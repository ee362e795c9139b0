import { allReaders, type ReaderFilter } from '../../src/core/entities/readers/reader-filter.ts'

/** A page, and the bare query for the same rows; `n` is another number each time. */
export interface Case {
  name: string
  filter: (n: number) => ReaderFilter
  bare: (n: number) => [text: string, parameters: unknown[]]
}

/** What a page shows of a reader, each by an index, including the tags and the columns of the last e-mail. */
const columns = (
  list: string,
  domain: string,
) => `s.id, s.subscriber_id, b.email, b.name, b.flags, s.topics, s.days, s.hour,
  s.time_zone, s.status, s.created_at, s.paused_until,
  (select x.reason from suppressions x where x.hash = b.hash) as suppressed,
  (select v.verdict from mail_domains v where v.domain = ${domain}) as verdict,
  (select ${list} from reader_tags r join tags t on t.id = r.tag_id where r.subscriber_id = s.subscriber_id) as tags,
  m.edition_id, m.status as mail, m.due_at, m.finished_at, m.next_attempt_at, m.reason, m.reply`

/** One more than shown, to detect a next page. */
const atOnce = 51

/** The filters of a page of readers, for a database that `fixture.ts` has filled. */
export function casesOf(readers: number, isServer: boolean): Case[] {
  const domain = isServer
    ? `substr(b.email collate "C", strpos(b.email, '@') + 1)`
    : `substr(b.email, instr(b.email, '@') + 1)`
  const shown = columns(isServer ? `string_agg(t.name, ',')` : 'group_concat(t.name)', domain)
  const mail = isServer
    ? `left join lateral (select * from deliveries d where d.subscriber_id = s.subscriber_id order by d.edition_id desc limit 1) m on true`
    : `left join deliveries m on m.rowid = (select d.rowid from deliveries d where d.subscriber_id = s.subscriber_id
        order by d.edition_id desc limit 1)`
  const first = isServer ? 'join' : 'cross join'
  const select = (from: string, where: string, order: string) =>
    `select ${shown} from ${from} ${mail} where s.digest_id = 1 and ${where} order by ${order} limit ${atOnce}`
  const bySubscriber = `subscribers b ${first} subscriptions s on s.subscriber_id = b.id`
  const bySubscription = `subscriptions s ${first} subscribers b on b.id = s.subscriber_id`
  const address = isServer ? `lower(b.email collate "C")` : 'lower(b.email)'
  const range = (key: string, order = `${key}, b.id`) =>
    select(bySubscriber, `${key} >= ? and ${key} < ?`, order)
  const ends = (prefix: string): unknown[] => [prefix, `${prefix}\u{10FFFF}`]
  const ofName = range('b.name_key').replace('where ', 'where b.name_key is not null and ')
  const of = (more: Partial<ReaderFilter>): ReaderFilter => ({ ...allReaders(1), ...more })
  const prefix = (value: string) => of({ text: { kind: 'prefix', value } })
  const isMailed = `s.status = 'active' and (s.paused_until is null or s.paused_until <= ?)
    and not exists (select 1 from suppressions x where x.hash = b.hash)`
  const isOnTopic = `(s.topics = '[]' or s.topics like '%"nuclear"%')`
  const newest = (where: string) => select(bySubscription, where, 's.id desc')
  return [
    {
      name: 'prefix of an address',
      filter: (n) => prefix(`reader${n}`),
      bare: (n) => [range(address), ends(`reader${n}`)],
    },
    {
      name: 'prefix of a domain',
      filter: (n) => prefix(`@post${n}`),
      bare: (n) => [range(domain), ends(`post${n}`)],
    },
    {
      name: 'prefix of a name',
      filter: (n) => prefix(`name ${n}`),
      bare: (n) => [ofName, ends(`name ${n}`)],
    },
    {
      // Nobody is found only after searching addresses, domains and names.
      name: 'nobody',
      filter: (n) => prefix(`zz${n}`),
      bare: (n) => [
        [range(address), range(domain), ofName]
          .map((one, at) => `select * from (${one}) p${at}`)
          .join(' union all '),
        [...ends(`zz${n}`), ...ends(`zz${n}`), ...ends(`zz${n}`)],
      ],
    },
    {
      name: 'all',
      filter: () => of({}),
      bare: () => [newest(`s.status = 'active'`), []],
    },
    {
      name: 'gets mail',
      filter: () => of({ state: 'mailed' }),
      bare: () => [newest(isMailed), [at]],
    },
    {
      name: 'left',
      filter: () => of({ state: 'left' }),
      bare: () => [newest(`s.status = 'unsubscribed'`), []],
    },
    {
      name: 'suppressed',
      filter: () => of({ state: 'suppressed' }),
      bare: () => [
        select(
          `suppressions n ${first} subscribers b on b.hash = n.hash ${first} subscriptions s on s.subscriber_id = b.id`,
          'n.created_at > 0',
          'n.created_at desc, n.hash desc',
        ),
        [],
      ],
    },
    {
      name: 'paused',
      filter: () => of({ state: 'paused' }),
      bare: () => [
        select(bySubscription, `s.paused_until > ? and s.status = 'active'`, 's.paused_until, s.id'),
        [at],
      ],
    },
    {
      name: 'topic',
      filter: () => of({ topic: 'nuclear' }),
      bare: () => [newest(`s.status = 'active' and ${isOnTopic}`), []],
    },
    {
      name: 'tag',
      filter: () => of({ tagId: 1 }),
      bare: () => [
        select(
          `reader_tags g ${first} subscribers b on b.id = g.subscriber_id ${first} subscriptions s on s.subscriber_id = b.id`,
          'g.tag_id = 1',
          'g.subscriber_id desc',
        ),
        [],
      ],
    },
    {
      name: 'domain without mail',
      filter: () => of({ flag: 'no-mail' }),
      bare: () => [
        select(
          `mail_domains n ${first} subscribers b on ${domain} = ${isServer ? '' : '+'}n.domain ${first} subscriptions s on s.subscriber_id = b.id`,
          `n.verdict = 'no-mail'`,
          'n.domain, b.id',
        ),
        [],
      ],
    },
    {
      name: 'date',
      filter: (n) => of({ until: Temporal.Instant.fromEpochMilliseconds(readers * 500 + n) }),
      bare: (n) => [
        select(bySubscription, 's.created_at < ?', 's.created_at desc, s.id desc'),
        [readers * 500 + n],
      ],
    },
    {
      name: 'failed mail',
      filter: () => of({ outcome: { editionId: 3, status: 'failed' } }),
      bare: () => [
        select(
          `deliveries o ${first} subscribers b on b.id = o.subscriber_id ${first} subscriptions s on s.subscriber_id = b.id`,
          `o.edition_id = 3 and o.status = 'failed' and o.status in ('failed', 'skipped')`,
          'o.subscriber_id',
        ),
        [],
      ],
    },
    {
      name: 'substring',
      filter: (n) => of({ text: { kind: 'substring', value: `eader${n}7@` } }),
      bare: (n) => [
        select(bySubscriber, `(${isServer ? address : 'b.email'} like ? or b.name_key like ?)`, 'b.id desc'),
        [`%eader${n}7@%`, `%eader${n}7@%`],
      ],
    },
  ]
}

/** The instant of the pages. */
export const now = Temporal.Instant.from('2026-11-20T12:00Z')
const at = now.epochMilliseconds
