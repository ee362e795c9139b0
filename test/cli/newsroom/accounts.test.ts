import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestCli, type TestCli } from '../context.ts'

let cli: TestCli
beforeEach(async () => {
  cli = await openTestCli()
})
afterEach(() => cli.drop())

const link = /^http:\/\/localhost:\d+\/sign-in\/link\/[\w-]{22}\n$/

test('accounts are added, listed, reset, disabled and enabled', async () => {
  const none = await cli.daywire('accounts', 'list')
  expect(none.stderr).toContain('add the first: daywire accounts add EMAIL --role admin')
  const added = await cli.daywire('accounts', 'add', 'ada@example.org', '--role', 'admin', '--name', 'Ada')
  expect(added.code).toBe(0)
  expect(added.stdout).toMatch(link)
  expect(added.stderr).toContain('ada@example.org is admin for all digests')
  const again = await cli.daywire('accounts', 'add', 'ADA@example.org', '--role', 'editor')
  expect(again.code).toBe(1)
  expect(again.stderr).toContain('already has an account; nothing was changed')
  await cli.daywire('accounts', 'add', 'bo@example.org', '--role', 'editor')
  const listed = (await cli.daywire('accounts', 'list', '--json')).json<{ email: string; grants: object[] }>()
  expect(listed.map(({ email, grants }) => [email, grants])).toEqual([
    ['ada@example.org', [{ role: 'admin', digest: 'all' }]],
    ['bo@example.org', [{ role: 'editor', digest: 'all' }]],
  ])
  for (const command of ['link', 'reset-factor'])
    expect((await cli.daywire('accounts', command, 'bo@example.org')).stdout).toMatch(link)
  expect((await cli.daywire('accounts', 'disable', 'ada@example.org')).stderr).toContain('is the last admin')
  expect((await cli.daywire('accounts', 'disable', 'bo@example.org')).stderr).toContain(
    'disabled and signed out',
  )
  expect((await cli.daywire('accounts', 'disable', 'bo@example.org')).stderr).toContain('nothing was changed')
  const refused = await cli.daywire('accounts', 'link', 'bo@example.org')
  expect(refused.stderr).toContain('`daywire accounts enable bo@example.org` lets it sign in again')
  expect(refused.stdout).toBe('')
  expect((await cli.daywire('accounts', 'enable', 'bo@example.org')).code).toBe(0)
})

test.each([
  [['add', 'ada@example.org'], 2, '--role'],
  [
    ['add', 'ada@example.org', '--role', 'chief'],
    2,
    'Allowed choices are editor, chief-editor, admin, analyst',
  ],
  [['add', 'ada', '--role', 'admin'], 1, 'nothing was changed'],
  [['add', 'ada@example.org', '--role', 'admin', '--digest', 'daily'], 1, 'no newsroom'],
  [['link', 'nobody@example.org'], 1, '`daywire accounts list` shows all'],
])('accounts %j exits with %i and says why', async (argv, code, words) => {
  const said = await cli.daywire('accounts', ...argv)
  expect(said.stderr).toContain(words)
  expect(said.code === code || (code === 1 && said.code === 78)).toBe(true)
  expect(said.stdout).toBe('')
})

test('the alerts of an account are shown and changed', async () => {
  await cli.daywire('newsroom', 'import')
  await cli.daywire('accounts', 'add', 'ada@example.org', '--role', 'editor')
  const alerts = async (...options: string[]) =>
    (await cli.daywire('accounts', 'alerts', 'ada@example.org', '--json', ...options))
      .json<{ alert: string; gets: boolean }>()
      .filter(({ gets }) => gets)
      .map(({ alert }) => alert)
  expect(await alerts()).toContain('approval-lost')
  expect(await alerts('--on', 'sources', '--off', 'stopped,approval-lost')).toEqual(
    expect.arrayContaining(['sources', 'not-sent']),
  )
  expect(await alerts()).not.toContain('stopped')
  const unknown = await cli.daywire('accounts', 'alerts', 'ada@example.org', '--on', 'storms')
  expect(unknown.stderr).toContain('there is no alert “storms”; there are: needs-approval')
})
