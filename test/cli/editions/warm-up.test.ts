import { afterEach, beforeEach, expect, test } from 'vitest'
import { feedOf, openTestCli, type TestCli } from '../context.ts'

let cli: TestCli
beforeEach(async () => {
  cli = await openTestCli()
  await cli.write('wire.xml', feedOf('Inspectors return to the uranium enrichment plant'))
  await cli.daywire('init', '--no-catalogue')
  await cli.daywire('sources', 'add', 'Sample Wire', 'wire.xml')
  for (const name of ['anna', 'ben', 'cora']) await cli.daywire('subscribers', 'add', `${name}@example.org`)
})
afterEach(() => cli.drop())

test('a plan is previewed, started, paused, resumed and ended', async () => {
  const none = await cli.daywire('warm-up', 'status')
  expect(none.stderr).toContain('there has been no warm-up')
  const tried = await cli.daywire('warm-up', 'start', '--steps', '1,2', '--dry-run')
  expect(tried.stdout).toContain('1, 2, then twice as many each day')
  expect(tried.stderr).toContain('nothing was changed')
  expect((await cli.daywire('warm-up', 'status', '--json')).json()).toEqual([{ state: 'none' }])

  const started = await cli.daywire('warm-up', 'start', '--steps', '1,2', '--complaints', '0.1', '--json')
  expect(started.json()).toMatchObject([
    {
      steps: [1, 2],
      bars: { bounces: 5, complaints: 0.1 },
      waiting: 3,
      calendar: [{ total: 1 }, { total: 2 }, { total: 3 }],
    },
  ])
  expect(await cli.daywire('warm-up', 'start')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('`daywire warm-up end` ends it'),
  })
  const change = ['warm-up', 'change', '--steps', '2', '--note', 'faster'] as const
  expect((await cli.daywire(...change, '--dry-run')).stderr).toContain('nothing was changed')
  expect((await cli.daywire('warm-up', 'status')).stdout).toContain('by day: 1, 2, then')
  expect((await cli.daywire(...change)).stdout).toContain('by day: 2, then')
  expect((await cli.daywire('warm-up', 'status')).stdout).toContain('bounces or 0.1 % complaints')
  expect(await cli.daywire(...change)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('this is the plan already'),
  })
  await cli.daywire('warm-up', 'pause', '--note', 'a look')
  const paused = await cli.daywire('warm-up', 'status')
  expect(paused.stdout).toMatch(/^paused since .* \(by cli\): day 0, 0 readers included, 3 waiting\na look\n/)
  expect(await cli.daywire('warm-up', 'pause', '--note', 'again')).toMatchObject({ code: 1 })
  await cli.daywire('warm-up', 'resume', '--note', 'fine')
  expect((await cli.daywire('warm-up', 'status', '--json')).json()).toMatchObject([
    { state: 'running', reason: 'fine' },
  ])
  await cli.daywire('warm-up', 'end', '--note', 'trusted')
  expect((await cli.daywire('warm-up', 'status')).stdout).toMatch(/^ended since/)
  expect(await cli.daywire('warm-up', 'end', '--note', 'again')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no warm-up is in progress'),
  })
})

test.each([
  [['start', '--steps', '2,1'], 'each greater than the one before'],
  [['start', '--bounces', '101'], 'must be percentages'],
  [['start', '--time-zone', 'Nowhere/City'], 'there is no time zone “Nowhere/City”'],
  [['pause'], "required option '--note <text>'"],
])('%j is refused with what to do', async (argv, words) => {
  const { code, stderr } = await cli.daywire('warm-up', ...argv)
  expect(code).toBe(2)
  expect(stderr).toContain(words)
})

test('an edition is sent only to the admitted readers, and the reason is shown', async () => {
  await cli.daywire('warm-up', 'start', '--steps', '1,2')
  await cli.daywire('collect')
  await cli.daywire('compose')
  await cli.daywire('approve')
  const [simulated] = (await cli.daywire('deliver', '--simulate', '--json')).json<object>()
  expect(simulated).toMatchObject({ mails: 1, skipped: { 'waiting for their day in the warm-up': 2 } })
  const sent = await cli.daywire('deliver', '--at-once', '--json')
  expect(sent.json()).toMatchObject([{ deliveries: { sent: 1 } }])
  const why = await cli.daywire('deliveries', 'explain', 'anna@example.org', 'daily')
  expect(why.stdout).toMatch(
    /waits for their day in the warm-up, and is expected to get the first edition on 2026-11-2\d/,
  )
  await cli.daywire('warm-up', 'end', '--note', 'another plan')
  const tried = async (...more: string[]) =>
    cli.daywire('warm-up', 'start', '--steps', '2,4', '--dry-run', ...more)
  expect((await tried()).stdout).toContain('included from an earlier warm-up: 1 reader')
  expect((await tried('--json')).json()).toMatchObject([{ admitted: 1, waiting: 2 }])
  expect((await tried('--json', '--afresh')).json()).toMatchObject([{ admitted: 0, waiting: 3 }])
  const started = await cli.daywire('warm-up', 'start', '--steps', '2,4', '--json')
  expect(started.json()).toMatchObject([{ admitted: 1, waiting: 2 }])
})
