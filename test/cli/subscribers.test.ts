import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDesk, type Desk } from './context.ts'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
  await desk.daywire('init')
})
afterEach(() => desk.drop())

interface Row {
  email: string
  status: string
  topics: string[]
  days: number[] | null
  hour: string | null
  timeZone: string | null
}

async function listed(...argv: string[]): Promise<Row[]> {
  const { stdout, json } = await desk.daywire('subscribers', 'list', '--json', ...argv)
  return stdout === '' ? [] : json<Row>()
}

describe('subscribers add and list', () => {
  test('keeps topics, days, hour and zone', async () => {
    const options = [
      '--topics',
      'nuclear,missiles',
      '--days',
      'mon,Thursday',
      '--hour',
      '08:30',
      '--time-zone',
      'Europe/Vienna',
    ]
    expect((await desk.daywire('subscribers', 'add', 'anna@Example.ORG', ...options)).code).toBe(0)
    expect(await listed()).toMatchObject([
      {
        email: 'anna@example.org',
        status: 'active',
        topics: ['nuclear', 'missiles'],
        days: [1, 4],
        hour: '08:30',
        timeZone: 'Europe/Vienna',
      },
    ])
    expect((await desk.daywire('subscribers', 'list')).stdout).toMatch(
      /^anna@example.org +daily +active +nuclear,missiles +mon,thu at 08:30 Europe\/Vienna\n$/,
    )
  })

  test('a fault of one field adds nothing', async () => {
    for (const argv of [
      ['no-address'],
      ['anna@example.org', '--topics', 'weather'],
      ['anna@example.org', '--hour', '25:00'],
    ]) {
      const { code, stderr } = await desk.daywire('subscribers', 'add', ...argv)
      expect(code).toBe(1)
      expect(stderr).toMatch(/^daywire: (email|topics|hour): /)
    }
    expect(await listed()).toEqual([])
  })

  test('the second time is nothing to do; search and status choose', async () => {
    await desk.daywire('subscribers', 'add', 'anna@example.org')
    await desk.daywire('subscribers', 'add', 'ben@example.net')
    expect(await desk.daywire('subscribers', 'add', 'anna@example.org')).toMatchObject({ code: 0 })
    expect((await listed('--search', 'NET')).map((row) => row.email)).toEqual(['ben@example.net'])
    await desk.daywire('subscribers', 'remove', 'anna@example.org')
    expect((await listed('--status', 'unsubscribed')).map((row) => row.email)).toEqual(['anna@example.org'])
  })
})

describe('subscribers import', () => {
  const list = [
    'email,name,topics',
    'anna@example.org,Anna,nuclear;missiles',
    'no-address,Ben,',
    '"carl@example.org","Carl, the younger",weather',
    'dora@example.org,,',
    '',
  ].join('\n')

  test('bad rows are named with line, column and reason, and nothing is imported', async () => {
    await desk.write('list.csv', list)
    const { code, stderr } = await desk.daywire('subscribers', 'import', 'list.csv')
    expect(code).toBe(1)
    expect(stderr).toContain('list.csv:3: email: “no-address”')
    expect(stderr).toContain('list.csv:4: topics: no topic “weather”')
    expect(stderr).toContain('nothing was imported: 2 of 4 rows bad')
    expect(await listed()).toEqual([])
  })

  test('--rejects takes the bad ones with their reason, and the rest goes in', async () => {
    await desk.write('list.csv', list)
    const { code } = await desk.daywire('subscribers', 'import', 'list.csv', '--rejects', 'bad.csv')
    expect(code).toBe(3)
    expect((await listed()).map((row) => row.email)).toEqual(['anna@example.org', 'dora@example.org'])
    const bad = await readFile(join(desk.cwd, 'bad.csv'), 'utf8')
    expect(bad.split('\n').slice(0, 3)).toEqual([
      'email,name,topics,reason',
      'no-address,Ben,,email: “no-address” has no @ with a name before it',
      expect.stringMatching(
        /^carl@example.org,"Carl, the younger",weather,"topics: no topic “weather”; known: .*"$/,
      ) as unknown,
    ])
  })

  test('the rejects, mended, can be imported as they are', async () => {
    await desk.write('list.csv', list)
    await desk.daywire('subscribers', 'import', 'list.csv', '--rejects', 'bad.csv')
    const bad = await readFile(join(desk.cwd, 'bad.csv'), 'utf8')
    await desk.write('bad.csv', bad.replace('no-address', 'ben@example.org').replace('weather', 'cyber'))
    expect((await desk.daywire('subscribers', 'import', 'bad.csv')).code).toBe(0)
    expect(await listed()).toHaveLength(4)
  })

  test('a dry run changes nothing and writes no file', async () => {
    await desk.write('list.csv', list)
    const { code, stderr } = await desk.daywire(
      'subscribers',
      'import',
      'list.csv',
      '--dry-run',
      '--rejects',
      'bad.csv',
    )
    expect(code).toBe(3)
    expect(stderr).toContain('would import: 2 new, 0 known before, 2 rejected of 4 rows')
    expect(await listed()).toEqual([])
    expect(existsSync(join(desk.cwd, 'bad.csv'))).toBe(false)
  })

  test('a place that cannot take the rejects keeps everything out; so does the list itself as that place', async () => {
    await desk.write('list.csv', list)
    for (const place of ['no/folder/bad.csv', 'list.csv'])
      expect((await desk.daywire('subscribers', 'import', 'list.csv', '--rejects', place)).code).toBe(1)
    expect(await listed()).toEqual([])
    expect(await readFile(join(desk.cwd, 'list.csv'), 'utf8')).toBe(list)
  })

  test('a clean list leaves no file of rejects; a file that is no list, or none, is told', async () => {
    await desk.write('list.csv', 'email\nanna@example.org\n')
    expect((await desk.daywire('subscribers', 'import', 'list.csv', '--rejects', 'bad.csv')).code).toBe(0)
    expect(existsSync(join(desk.cwd, 'bad.csv')) || existsSync(join(desk.cwd, 'bad.csv.part'))).toBe(false)
    await desk.write('other.csv', 'address,colour\nanna@example.org,red\n')
    expect((await desk.daywire('subscribers', 'import', 'other.csv')).stderr).toContain(
      'unknown: address, colour',
    )
    expect((await desk.daywire('subscribers', 'import', 'none.csv')).stderr).toContain(
      'none.csv cannot be read',
    )
  })

  test('takes the sample list of the package', async () => {
    const sample = join(import.meta.dirname, '../../subscribers/sample.csv')
    expect((await desk.daywire('subscribers', 'import', sample)).code).toBe(0)
    expect((await listed()).length).toBeGreaterThan(0)
  })
})

describe('subscribers remove', () => {
  test('unsubscribes; a dry run only says so; someone unknown is told', async () => {
    await desk.daywire('subscribers', 'add', 'anna@example.org')
    const dry = await desk.daywire('subscribers', 'remove', 'anna@example.org', '--dry-run')
    expect(dry.stderr).toContain('would unsubscribe anna@example.org from daily')
    expect((await listed())[0]?.status).toBe('active')
    await desk.daywire('subscribers', 'remove', 'Anna@example.org')
    expect((await listed())[0]?.status).toBe('unsubscribed')
    expect((await desk.daywire('subscribers', 'remove', 'nobody@example.org')).code).toBe(1)
  })

  test('--erase forgets the person', async () => {
    await desk.daywire('subscribers', 'add', 'anna@example.org')
    await desk.daywire('subscribers', 'remove', 'anna@example.org', '--erase', '--dry-run')
    expect(await listed()).toHaveLength(1)
    await desk.daywire('subscribers', 'remove', 'anna@example.org', '--erase')
    expect(await listed()).toEqual([])
  })
})
