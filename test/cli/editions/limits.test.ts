import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestCli, type TestCli } from '../context.ts'

let cli: TestCli
beforeEach(async () => {
  cli = await openTestCli()
})
afterEach(() => cli.drop())

test('limits are set one by one, shown, removed, and recorded in the audit', async () => {
  await cli.daywire('limits', 'set', '--per-minute', '600')
  await cli.daywire('limits', 'set', '--domain', 'Mail.example.org', '--connections', '2')
  const set = await cli.daywire(
    'limits',
    'set',
    '--domain',
    'mail.example.org',
    '--per-minute',
    '60',
    '--json',
  )
  const both = { perMinute: 60, connections: 2 }
  expect(set.json()).toEqual([{ perMinute: 600, perConnection: null, domains: { 'mail.example.org': both } }])
  await cli.daywire(
    'limits',
    'set',
    '--domain',
    'mail.example.org',
    '--per-minute',
    'none',
    '--connections',
    'none',
  )
  expect((await cli.daywire('limits', 'show', '--json')).json()).toEqual([
    { perMinute: 600, perConnection: null, domains: {}, resting: [] },
  ])
  expect((await cli.daywire('limits', 'show')).stdout).toMatch(/all\s+600/)
})

test('a domain that asked for fewer e-mails is listed until its rest is over', async () => {
  await cli.app(async ({ context }) => {
    const now = context.clock.now()
    await context.store.pace.rest({ domain: 'slow.example.org', until: now.add({ minutes: 9 }), steps: 2 })
    await context.store.pace.rest({
      domain: 'past.example.org',
      until: now.subtract({ minutes: 9 }),
      steps: 2,
    })
  })
  const { stdout } = await cli.daywire('limits', 'show')
  expect(stdout).toMatch(/slow\.example\.org asked for fewer e-mails and rests until 20/)
  expect(stdout).not.toContain('past.example.org')
})

test.each([
  [['--per-minute', '0'], 'greater than 0'],
  [['--connections', '2'], '--connections needs a --domain'],
  [['--domain', 'mail.example.org', '--per-connection', '3'], 'leave out --domain'],
  [['--domain', 'no domain', '--per-minute', '5'], '“no domain” is not a domain'],
  [[], 'give a limit'],
])('%j is refused', async (argv, words) => {
  const said = await cli.daywire('limits', 'set', ...argv)
  expect(said.code).not.toBe(0)
  expect(said.stderr).toContain(words)
})
