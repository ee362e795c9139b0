import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dkimVerify } from 'mailauth'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ShownKey } from '../../../src/services/sending/dkim.ts'
import type { ShownFinding } from '../../../src/cli/doctor.ts'
import { begun, feedOf, openTestCli, type TestCli } from '../context.ts'

let cli: TestCli
beforeEach(async () => {
  cli = await openTestCli()
  await cli.daywire('init', '--no-catalogue')
})
afterEach(() => cli.drop())

const make = async (...argv: string[]) =>
  (await cli.daywire('dkim', 'new', '--domain', 'example.org', '--json', ...argv)).json<ShownKey>()[0]

async function aboutDkim(): Promise<ShownFinding[]> {
  const findings = (await cli.daywire('doctor', '--json')).json<ShownFinding>()
  return findings.filter(({ about }) => about.startsWith('DKIM'))
}

test('a key is readable only by its owner, and signs once it is in DNS and activated', async () => {
  expect(await aboutDkim()).toMatchObject([{ state: 'note', fix: expect.stringContaining('dkim new') }])
  const { code, stdout, stderr } = await cli.daywire('dkim', 'new', '--domain', 'Example.org')
  expect(code).toBe(0)
  expect(stdout).toMatch(
    /^dw202611\._domainkey\.example\.org\. IN TXT \( "v=DKIM1; k=rsa; p=[^"]{237}" "[^"]+" \)\n$/,
  )
  const folder = join(cli.cwd, 'data', 'dkim')
  const files = await readdir(folder)
  expect(files).toEqual(['dw202611._domainkey.example.org.pem'])
  expect((await stat(join(folder, files[0] ?? ''))).mode & 0o777).toBe(0o600)
  expect(stdout + stderr).not.toContain('PRIVATE')

  const refused = await cli.daywire('dkim', 'use', 'dw202611')
  expect(refused).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('is not in DNS; nothing was changed'),
  })
  const [key] = (await cli.daywire('dkim', 'show', '--json')).json<ShownKey>()
  expect(key).toMatchObject({ name: 'dw202611._domainkey.example.org', dns: 'none', signs: false })
  cli.dns[key?.name ?? ''] = [(key?.record ?? '').replace('p=', 'p= ')]
  expect(await cli.daywire('dkim', 'use', 'dw202611')).toMatchObject({ code: 0 })
  expect(await aboutDkim()).toMatchObject([
    { state: 'fine', message: expect.stringContaining('is in DNS') },
    // The seed's sender has another domain.
    { about: 'DKIM domain', state: 'note' },
  ])
  cli.dns[key?.name ?? ''] = ['v=DKIM1; p=']
  expect((await aboutDkim())[0]).toMatchObject({
    state: 'missing',
    message: expect.stringContaining('another'),
  })
})

test('every e-mail of an edition is signed, and an independent verifier accepts it', async () => {
  await cli.write('wire.xml', feedOf('Inspectors return to the uranium enrichment plant'))
  await cli.daywire('sources', 'add', 'Sample Wire', 'wire.xml')
  await cli.daywire('subscribers', 'add', 'anna@example.org')
  const key = await make()
  await cli.daywire('dkim', 'use', 'dw202611', '--unchecked')
  expect((await cli.daywire('run')).code).toBe(0)
  const [mail] = await cli.app((app) => app.mails())
  const { results } = await dkimVerify(mail?.bytes ?? '', {
    curTime: new Date(begun.add({ hours: 1 }).epochMilliseconds),
    resolver: async (name: string) => (name === key?.name ? [[key.record]] : []),
  })
  expect(results.map(({ status }) => status.result)).toEqual(['pass'])
})

test('if an active key is missing, e-mails are held back, and the error says what to do', async () => {
  await make('--selector', 'dw2')
  await cli.daywire('dkim', 'use', 'dw2._domainkey.example.org', '--unchecked')
  await rm(join(cli.cwd, 'data', 'dkim', 'dw2._domainkey.example.org.pem'))
  expect(await aboutDkim()).toMatchObject([
    { state: 'missing', message: expect.stringContaining('restore it from a backup') },
  ])
  await cli.app(async ({ context }) => {
    await expect(context.mail.transport()).rejects.toMatchObject({ code: 'bad-config' })
  })
  expect(await cli.daywire('dkim', 'off')).toMatchObject({ code: 0 })
  await cli.app(async ({ context }) => {
    await (await context.mail.transport()).close()
  })
})

test('a host whose key differs from the database’s, or is missing, sends nothing and says so', async () => {
  const key = await make()
  await cli.daywire('dkim', 'use', 'dw202611', '--unchecked')
  const folder = join(cli.cwd, 'data', 'dkim')
  const pem = await readFile(join(folder, `${key?.name}.pem`), 'utf8')
  const fault = () =>
    cli.app(({ context }) =>
      context.mail.transport().then(
        () => '',
        (error: Error) => error.message,
      ),
    )
  // Another host: its data folder has no keys.
  await rm(folder, { recursive: true })
  expect(await fault()).toMatch(
    /signed with dw202611\._domainkey\.example\.org \(fingerprint [\da-f]{16}\), and this host signs with no key/,
  )
  expect(await aboutDkim()).toMatchObject([
    { state: 'missing', message: expect.stringContaining('with no key') },
  ])
  await make()
  await writeFile(join(folder, 'signing'), key?.name ?? '')
  expect(await fault()).toContain('and this host signs with dw202611._domainkey.example.org (fingerprint')
  // The same key from the settings signs there.
  cli.env['DAYWIRE_DKIM_NAME'] = key?.name ?? ''
  cli.env['DAYWIRE_DKIM_KEY'] = pem
  expect(await fault()).toBe('')
  const shown = await cli.daywire('dkim', 'show', '--json')
  expect(shown.json<ShownKey>()).toMatchObject([{ record: key?.record, signs: true }])
  expect(shown.stdout + shown.stderr).not.toContain('PRIVATE')
  for (const argv of [['off'], ['use', 'other']]) expect((await cli.daywire('dkim', ...argv)).code).toBe(1)
  delete cli.env['DAYWIRE_DKIM_NAME']
  delete cli.env['DAYWIRE_DKIM_KEY']
  expect(await cli.daywire('dkim', 'use', 'dw202611', '--unchecked')).toMatchObject({ code: 0 })
  expect(await fault()).toBe('')
  await cli.daywire('dkim', 'off')
  await writeFile(join(folder, 'signing'), key?.name ?? '')
  expect(await fault()).toContain('signing was ended on another host')
})

test('an invalid key is refused', async () => {
  await make()
  expect(await cli.daywire('dkim', 'new', '--domain', 'example.org')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('--selector'),
  })
  for (const argv of [
    ['--domain', '../../etc'],
    ['--domain', 'example.org', '--selector', 'a/b'],
    ['--domain', 'bücher.example'],
  ])
    expect((await cli.daywire('dkim', 'new', ...argv)).code).toBe(1)
  expect(await cli.daywire('dkim', 'use', 'none')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('known: dw202611._domainkey.example.org'),
  })
})
