import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { serve } from '../../sources/setting.ts'
import { openTestCli, type TestCli } from '../context.ts'

let cli: TestCli
let answer = { status: 200, body: '' }

const feed = (...titles: string[]): string =>
  `<rss version="2.0"><channel><title>Wire</title>${titles
    .map(
      (title) =>
        `<item><title>${title}</title><category>Sport</category><link>https://wire.example.org/${title}</link></item>`,
    )
    .join('')}</channel></rss>`

beforeEach(async () => {
  cli = await openTestCli()
  answer = { status: 200, body: feed('One', 'Two') }
})
afterEach(() => cli.drop())

const wire = () => serve((_, response) => response.writeHead(answer.status).end(answer.body))

describe('sources health', () => {
  test('lists each source, unhealthy ones first, and exits with 3 if there are any', async () => {
    await cli.daywire('init', '--no-catalogue')
    await cli.daywire('sources', 'add', 'Quiet', await serve((_, response) => response.end(feed('Calm'))))
    await cli.daywire('sources', 'add', 'Wire', await wire())
    await cli.daywire('collect')
    expect(await cli.daywire('sources', 'health')).toMatchObject({ code: 0, stderr: '2 sources, 0 sick\n' })
    answer = { status: 503, body: 'Just a moment...' }
    await cli.daywire('collect')
    await cli.daywire('collect')
    const { code, stdout } = await cli.daywire('sources', 'health')
    expect(code).toBe(3)
    expect(stdout.split('\n')[0]).toBe('SICK Wire: 2 items')
    expect(stdout).toContain('has failed 2 times since 2026-11-23')
    const [first] = (await cli.daywire('sources', 'health', '--json')).json<object>()
    expect(first).toMatchObject({ name: 'Wire', sick: true, failures: 2, findings: [{ ailment: 'failing' }] })
  })
})

describe('sources rules', () => {
  test('are added, tried, listed and removed; an invalid rule is reported', async () => {
    await cli.daywire('init', '--no-catalogue')
    await cli.daywire('sources', 'add', 'Wire', await wire())
    await cli.daywire('collect')
    const tried = await cli.daywire('sources', 'try-rules', '--rule', 'leave-out category sport')
    expect(tried.stdout).toContain('left out by a rule of the newsroom: category “sport”: 2\n  - One (Wire)')
    expect(tried.stderr).toBe('2 of 2 stories left out\n')
    const added = await cli.daywire('sources', 'rules', 'Wire', '--add', 'leave-out words Two, Three')
    expect(added).toMatchObject({
      code: 0,
      stdout: '1. leave-out words Two, Three\n',
      stderr: '1 rule of Wire\n',
    })
    expect((await cli.daywire('sources', 'try-rules', '--json')).json<object>()).toMatchObject([
      { source: 'Wire', headline: 'Two', reason: 'left out by a rule of Wire: words “Two”' },
    ])
    expect((await cli.daywire('newsroom', 'export', 'out')).code).toBe(0)
    expect((await cli.daywire('sources', 'rules', 'Wire', '--remove', '1')).stderr).toBe('0 rules of Wire\n')
    await cli.daywire('newsroom', 'import', 'out')
    expect((await cli.daywire('sources', 'rules', 'Wire')).stdout).toBe('1. leave-out words Two, Three\n')
    const bad = await cli.daywire('sources', 'rules', '--add', 'throw away everything')
    expect(bad).toMatchObject({ code: 2, stderr: expect.stringContaining('keep or leave-out') })
    expect((await cli.daywire('sources', 'rules', 'Nobody')).stderr).toContain('there is no source “Nobody”')
  })
})

describe('the catalogue', () => {
  test('init offers it, switched off and unverified; a source is verified by reading it', async () => {
    expect((await cli.daywire('init')).stderr).toContain(
      '20 sources of catalogue.json were added, off and unproven',
    )
    const list = (await cli.daywire('sources', 'list')).stdout
    expect(list).toMatch(/IAEA +off, unproven/)
    const location = await wire()
    await cli.daywire('sources', 'add', 'Own', location, '--no-check')
    await cli.daywire('sources', 'remove', 'Own')
    const probed = await cli.daywire('sources', 'probe', 'Own')
    expect(probed.stdout).toBe(`Own: feed at ${location}, 2 items; still off\n`)
    expect((await cli.daywire('sources', 'list')).stdout).toMatch(/Own +off +feed/)
    expect((await cli.daywire('sources', 'probe', 'Own', '--on', '--json')).json<object>()).toMatchObject([
      { source: 'Own', location, on: true, items: 2, tried: [] },
    ])
    expect((await cli.daywire('sources', 'list')).stdout).toMatch(/Own +active/)
  })

  test('one that cannot be read at any address is reported with each attempt, and stays off', async () => {
    await cli.daywire('init')
    const { code, stdout } = await cli.daywire('sources', 'probe', 'CTBTO')
    expect(code).toBe(3)
    expect(stdout.split('\n')[0]).toBe('CTBTO: cannot be read at any address')
    expect(stdout.match(/ {2}tried: /g)).toHaveLength(3)
    expect((await cli.daywire('sources', 'list')).stdout).toMatch(/CTBTO +off, unproven/)
  })
})
