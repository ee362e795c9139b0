/** Fills tables with readers, by SQL statements for both databases; `series` is a table `n(i)` with the numbers from 1. */
export function filling(readers: number, isSqlite: boolean): string[] {
  const series = isSqlite
    ? `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${readers}) `
    : `with n(i) as (select generate_series(1::bigint, ${readers})) `
  // Numbers in a different order, so that neighbours in one index are not neighbours in another.
  const mixed = `((i * 7919) % ${readers})`
  const pick = (of: number, ...values: string[]) =>
    `case i % ${of} ${values.map((value, at) => `when ${at} then ${value}`).join(' ')} end`
  const digest = `insert into digests (id, key, name, language, template, topics, approval, days, hour, cutoff, time_zone, created_at)
    values (1, 'daily', 'Daily', 'en', 'digest', '["nuclear","missiles","cyber"]', 'auto', '[1,2,3,4,5,6,7]', '07:00', '06:30', 'UTC', 0)`
  const editions = [1, 2, 3].map(
    (
      id,
    ) => `insert into editions (id, digest_id, date, number, status, revision, opens_at, frozen_at, due_at, created_at, started_at)
      values (${id}, 1, '2026-11-0${id}', 0, 'sent', 1, 0, ${id}, ${id}, 0, ${id})`,
  )
  return [
    digest,
    ...editions,
    `insert into subscribers (id, email, hash, name, name_key, created_at) ${series}
      select i, 'reader' || ${mixed} || '@' || ${pick(4, `'mail.example.org'`, `'post' || (i % 1000) || '.example.com'`, `'mail.example.org'`, `'ministry.example.net'`)},
        'h' || i, ${pick(3, `'Name ' || ${mixed}`, 'null', `'Given ' || ${mixed}`)},
        ${pick(3, `'name ' || ${mixed}`, 'null', `'given ' || ${mixed}`)}, 0 from n`,
    `insert into subscriptions (id, subscriber_id, digest_id, status, topics, days, paused_until, created_at, changed_at) ${series}
      select i, i, 1, case when i % 50 = 0 then 'unsubscribed' when i % 997 = 0 then 'pending' else 'active' end,
        ${pick(4, `'[]'`, `'["nuclear"]'`, `'["missiles"]'`, `'["nuclear","missiles"]'`)}, case when i % 5 = 0 then 31 end,
        case when i % 400 = 7 then 9000000000000 end, i * 1000, 0 from n`,
    `insert into suppressions (hash, reason, created_at) ${series} select 'h' || i, 'bounced', i from n where i % 300 = 1`,
    // A quarter of the readers is spread over 250 domains, ten of which do not accept e-mail.
    `insert into mail_domains (domain, verdict, asked_at, next_ask_at) ${series}
      select 'post' || i || '.example.com', case when i % 100 = 9 then 'no-mail' else 'mail' end, i, 9000000000000 from n where i < 1000 and i % 4 = 1`,
    `insert into mail_domains (domain, verdict, asked_at, next_ask_at)
      values ('mail.example.org', 'mail', 0, 9000000000000), ('ministry.example.net', 'mail', 0, 9000000000000)`,
    `insert into tags (id, name, key, created_at) values (1, 'Ministries', 'ministries', 0)`,
    `insert into reader_tags (tag_id, subscriber_id, added_at) ${series} select 1, i, 0 from n where i % 80 = 3`,
    ...[1, 2, 3].map(
      (
        id,
      ) => `insert into deliveries (edition_id, subscriber_id, subscription_id, status, due_at, finished_at) ${series}
        select ${id}, i, i, case when i % 700 = 5 then 'failed' when i % 300 = 1 then 'skipped' else 'sent' end, 0, ${id} from n`,
    ),
    'analyze',
  ]
}
