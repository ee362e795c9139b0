import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Simulated } from '../../../src/services/sending/delivery/simulate.ts'
import { feedOf, openTestCli, type TestCli } from '../context.ts'

let cli: TestCli
beforeEach(async () => {
  cli = await openTestCli()
  await cli.write(
    'wire.xml',
    feedOf('Inspectors return to the uranium enrichment plant', 'Ballistic missile test is called off'),
  )
  await cli.daywire('init', '--no-catalogue')
  await cli.daywire('sources', 'add', 'Sample Wire', 'wire.xml')
  const add = (email: string, ...more: string[]) => cli.daywire('subscribers', 'add', email, ...more)
  await add('anna@example.org')
  await add('ben@example.org', '--topics', 'nuclear')
  await add('cora@example.com', '--topics', 'cyber')
  await cli.daywire('collect')
  await cli.daywire('compose')
})
afterEach(() => cli.drop())

test('counts what would be sent by variant and domain, and changes nothing', async () => {
  await cli.daywire('limits', 'set', '--domain', 'example.org', '--per-minute', '1')
  const said = await cli.daywire('deliver', '--simulate', '--json')
  expect(said.code).toBe(0)
  const [simulated] = said.json<Simulated>()
  expect(simulated).toMatchObject({
    recipients: 3,
    mails: 2,
    domains: [{ domain: 'example.org', mails: 2 }],
    minutesByLimits: 2,
    moreThanLast: null,
  })
  expect(simulated?.variants.map(({ mails }) => mails)).toEqual([1, 1])
  expect(Object.values(simulated?.skipped ?? {})).toEqual([1])
  expect((await cli.daywire('deliveries', 'list', '--json')).stdout).toBe('')
  expect((await cli.daywire('editions', 'list')).stdout).toContain('draft')
})

test('a suppressed address is counted as skipped, as it will be', async () => {
  const db = new Database(join(cli.cwd, 'data', 'daywire.db'))
  db.exec(
    "insert into suppressions (hash, reason, created_at) select hash, 'bounced', 0 from subscribers where email = 'anna@example.org'",
  )
  db.close()
  const [simulated] = (await cli.daywire('deliver', '--simulate', '--json')).json<Simulated>()
  expect(simulated).toMatchObject({ recipients: 3, mails: 1, skipped: { suppressed: 1 } })
})

test('what is sent matches the simulation; for an edition already sent it says so', async () => {
  const [simulated] = (await cli.daywire('deliver', '--simulate', '--json')).json<Simulated>()
  await cli.daywire('approve')
  const sent = await cli.daywire('deliver', '--at-once', '--json')
  expect(sent.json()).toMatchObject([
    { variants: simulated?.variants.length, deliveries: { sent: simulated?.mails } },
  ])
  const again = await cli.daywire('deliver', '--simulate')
  expect(again).toMatchObject({ code: 1 })
  expect(again.stderr).toContain('only an edition that has not been sent')
})
