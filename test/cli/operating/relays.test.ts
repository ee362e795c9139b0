import { afterEach, expect, test } from 'vitest'
import type { ShownFinding } from '../../../src/cli/doctor.ts'
import { startScriptedServer } from '../../mail/scripted-server.ts'
import { feedOf, openTestCli } from '../context.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

test('doctor checks each relay, and an edition is sent through the available ones', async () => {
  const good = await startScriptedServer()
  const inside = await startScriptedServer()
  closing.push(good.close, inside.close)
  const relays = [
    { name: 'main', url: 'smtp://127.0.0.1:1', priority: 1 },
    { name: 'spare', url: `smtp://127.0.0.1:${good.port}` },
    { name: 'inside', url: `smtp://127.0.0.1:${inside.port}`, domains: ['intranet.example'] },
  ]
  const cli = await openTestCli({ DAYWIRE_RELAYS: JSON.stringify(relays) })
  closing.push(cli.drop)
  await cli.write('wire.xml', feedOf('Inspectors return to the uranium enrichment plant'))
  await cli.daywire('init', '--no-catalogue')
  await cli.daywire('sources', 'add', 'Sample Wire', 'wire.xml')
  for (const email of ['anna@example.org', 'ben@intranet.example'])
    await cli.daywire('subscribers', 'add', email)

  const findings = (await cli.daywire('doctor', '--json')).json<ShownFinding>()
  expect(findings.filter(({ about }) => about.startsWith('relay'))).toEqual([
    expect.objectContaining({ about: 'relay main', state: 'missing' }),
    {
      about: 'relay spare',
      state: 'fine',
      code: 'found-relay-answers',
      message: `smtp://127.0.0.1:${good.port}: answers; no TLS`,
      fix: null,
    },
    expect.objectContaining({
      about: 'relay inside',
      state: 'fine',
      message: expect.stringContaining('for intranet.example'),
    }),
  ])
  expect(good.commands).toEqual([expect.stringMatching(/^EHLO/), 'QUIT'])

  expect((await cli.daywire('run')).code).toBe(0)
  expect(good.mails.map(({ to }) => to)).toEqual(['anna@example.org'])
  expect(inside.mails.map(({ to }) => to)).toEqual(['ben@intranet.example'])
})
