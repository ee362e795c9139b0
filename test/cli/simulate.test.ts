import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Simulated } from '../../src/services/sending/simulate.ts'
import { feedOf, openDesk, type Desk } from './context.ts'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
  await desk.write(
    'wire.xml',
    feedOf('Inspectors return to the uranium enrichment plant', 'Ballistic missile test is called off'),
  )
  await desk.daywire('init', '--no-catalogue')
  await desk.daywire('sources', 'add', 'Sample Wire', 'wire.xml')
  const add = (email: string, ...more: string[]) => desk.daywire('subscribers', 'add', email, ...more)
  await add('anna@example.org')
  await add('ben@example.org', '--topics', 'nuclear')
  await add('cora@example.com', '--topics', 'cyber')
  await desk.daywire('collect')
  await desk.daywire('compose')
})
afterEach(() => desk.drop())

test('counts what would leave by variant and domain, and changes nothing', async () => {
  await desk.daywire('limits', 'set', '--domain', 'example.org', '--per-minute', '1')
  const said = await desk.daywire('deliver', '--simulate', '--json')
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
  expect((await desk.daywire('deliveries', 'list', '--json')).stdout).toBe('')
  expect((await desk.daywire('editions', 'list')).stdout).toContain('draft')
})

test('an address that is not mailed is counted as skipped, as it will be', async () => {
  const db = new Database(join(desk.cwd, 'data', 'daywire.db'))
  db.exec(
    "insert into suppressions select hash, 'bounced', 0 from subscribers where email = 'anna@example.org'",
  )
  db.close()
  const [simulated] = (await desk.daywire('deliver', '--simulate', '--json')).json<Simulated>()
  expect(simulated).toMatchObject({ recipients: 3, mails: 1, skipped: { suppressed: 1 } })
})

test('what leaves then is what was foreseen; an edition that has left is told', async () => {
  const [simulated] = (await desk.daywire('deliver', '--simulate', '--json')).json<Simulated>()
  await desk.daywire('approve')
  const sent = await desk.daywire('deliver', '--at-once', '--json')
  expect(sent.json()).toMatchObject([
    { variants: simulated?.variants.length, deliveries: { sent: simulated?.mails } },
  ])
  const again = await desk.daywire('deliver', '--simulate')
  expect(again).toMatchObject({ code: 1 })
  expect(again.stderr).toContain('only one that is still to leave')
})
