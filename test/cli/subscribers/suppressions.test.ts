import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestCli, type TestCli } from '../context.ts'

let cli: TestCli
beforeEach(async () => {
  cli = await openTestCli()
  await cli.daywire('init')
})
afterEach(() => cli.drop())

const suppressions = (...argv: string[]) => cli.daywire('suppressions', ...argv)
const why = ['--reason', 'asked by phone']

test('an address is suppressed with a reason, shown, and lifted with a reason', async () => {
  await cli.daywire('subscribers', 'add', 'anna@example.org')
  expect(await suppressions('add', 'anna@example.org', ...why)).toMatchObject({
    code: 0,
    stderr: 'anna@example.org is suppressed: it gets no e-mail\n',
  })
  await suppressions('add', 'nobody@example.org', ...why)
  const { stdout, stderr } = await suppressions('list')
  expect(stdout).toMatch(
    /^anna@example.org +2026-11-23 {2}asked by phone \(by cli\)\n\(hash \w{8}, not a subscriber\) +2026-11-23 /,
  )
  expect(stderr).toBe('2 suppressions\n')
  expect((await suppressions('list', 'Nobody@example.org')).stdout).toMatch(
    /^Nobody@example.org +2026-11-23 /,
  )
  const json = (await suppressions('list', '--json')).json<{ email: string | null; reason: string }>()
  expect(json).toMatchObject([{ email: 'anna@example.org' }, { email: null, reason: 'asked by phone' }])
  expect((await suppressions('lift', 'anna@example.org', '--reason', 'a mistake')).stderr).toBe(
    'anna@example.org may get e-mails again; it was suppressed: asked by phone\n',
  )
  expect((await suppressions('list', 'anna@example.org')).stderr).toBe('anna@example.org is not suppressed\n')
})

test('something already done, or nothing to do, counts as success', async () => {
  await suppressions('add', 'anna@example.org', ...why)
  const again = await suppressions('add', 'anna@example.org', '--reason', 'other')
  expect(again).toMatchObject({ code: 0 })
  expect(again.stderr).toContain('suppressed already, since 2026-11-23: asked by phone; nothing was changed')
  const lift = await suppressions('lift', 'ben@example.org', ...why)
  expect(lift).toMatchObject({ code: 0, stderr: 'ben@example.org is not suppressed; nothing was changed\n' })
})

test('a dry run changes nothing', async () => {
  const dry = await suppressions('add', 'anna@example.org', ...why, '--dry-run')
  expect(dry.stderr).toBe('would suppress anna@example.org\n')
  expect((await suppressions('list')).stderr).toBe('0 suppressions\n')
  await suppressions('add', 'anna@example.org', ...why)
  await suppressions('lift', 'anna@example.org', ...why, '--dry-run')
  expect((await suppressions('list')).stderr).toBe('1 suppression\n')
})

test('a missing address or reason is refused', async () => {
  expect((await suppressions('add', 'anna@example.org')).code).toBe(2)
  expect((await suppressions('lift', 'anna@example.org')).code).toBe(2)
  expect((await suppressions('add', 'anna@example.org', '--reason', ' ')).code).toBe(1)
  expect((await suppressions('add', 'anna', ...why)).code).toBe(1)
  expect((await suppressions('list', 'anna')).code).toBe(1)
  expect((await suppressions('list')).stderr).toBe('0 suppressions\n')
})

test('a whole domain is suppressed, shown with its notes, and lifted', async () => {
  for (const email of ['anna@example.org', 'ben@mail.example.org'])
    await cli.daywire('subscribers', 'add', email)
  const domain = ['--domain', 'Example.org']
  const dry = await suppressions('add', ...domain, '--subdomains', ...why, '--dry-run')
  expect(dry.stderr).toBe('would suppress example.org and its subdomains: 2 readers\n')
  await suppressions('add', ...domain, '--subdomains', ...why, '--note', 'Bo called them.')
  expect((await suppressions('add', ...domain, ...why)).stderr).toContain('is suppressed already')
  expect((await suppressions('list', '--domains')).stdout).toMatch(
    /^example\.org and its subdomains +2026-11-23 /,
  )
  expect((await suppressions('list', 'anna@example.org')).stderr).toContain('every address at example.org')
  await suppressions('note', ...domain, '--text', 'They open again in May.')
  const shown = (await suppressions('show', ...domain)).stdout
  for (const part of ['asked by phone', 'Bo called them.', 'They open again in May.'])
    expect(shown).toContain(part)
  const [json] = (await suppressions('show', ...domain, '--json')).json<object>()
  expect(json).toMatchObject({ domain: 'example.org', readers: 2, suppression: { withSubdomains: true } })
  expect((await suppressions('lift', 'anna@example.org', ...why)).stderr).toContain(
    'it gets no e-mail as long as the domain example.org is suppressed',
  )
  expect((await suppressions('lift', ...domain, ...why)).stderr).toContain('may get e-mails again')
  expect((await suppressions('lift', ...domain, ...why)).stderr).toContain('nothing was changed')
})

test('the history of an address is shown, and an address or a domain is required', async () => {
  await suppressions('add', 'anna@example.org', ...why)
  await suppressions('lift', 'anna@example.org', '--reason', 'a mistake')
  const { stdout } = await suppressions('show', 'anna@example.org')
  expect(stdout).toMatch(/^anna@example\.org: not suppressed\n/)
  expect(stdout).toContain('lifted by the command line: a mistake')
  expect((await suppressions('show')).code).toBe(2)
  expect((await suppressions('add', 'anna@example.org', '--domain', 'example.org', ...why)).code).toBe(2)
  expect((await suppressions('add', 'anna@example.org', '--subdomains', ...why)).code).toBe(2)
})
