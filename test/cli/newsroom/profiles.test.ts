import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ListedProfile } from '../../../src/services/profiles/list-profiles.ts'
import { openTestCli, type TestCli } from '../context.ts'

let cli: TestCli
beforeEach(async () => {
  cli = await openTestCli()
  await cli.daywire('init', '--no-catalogue')
})
afterEach(() => cli.drop())

const listed = async () => (await cli.daywire('profiles', 'list', '--json')).json<ListedProfile>()

describe('profiles', () => {
  test('list shows the ten profiles of the package with their review dates', async () => {
    const profiles = await listed()
    expect(profiles.map(({ country }) => country)).toEqual([
      'CN',
      'IL',
      'IN',
      'IR',
      'KP',
      'KR',
      'PK',
      'RU',
      'SY',
      'US',
    ])
    expect(profiles.every(({ hasFlag, overdue }) => hasFlag && !overdue)).toBe(true)
    expect((await cli.daywire('profiles', 'list')).stdout).toMatch(/KP +North Korea +\d+ +yes +2026-11-23\n/)
  })

  test('show prints the file; changed and imported again, it keeps its flag', async () => {
    const { stdout } = await cli.daywire('profiles', 'show', 'kp')
    expect(stdout).toBe(await readFile('profiles/kp.md', 'utf8'))
    const changed = stdout.replace('title: North Korea', 'title: "The North"')
    await cli.write('mine.md', changed)
    const { stderr } = await cli.daywire('profiles', 'import', 'mine.md')
    expect(stderr).toBe('1 country profile: The North (KP)\n')
    expect((await cli.daywire('profiles', 'show', 'KP')).stdout).toBe(changed)
    expect((await listed()).find(({ country }) => country === 'KP')).toMatchObject({
      name: 'The North',
      hasFlag: true,
    })
  })

  test('import adds a new country with the flag beside its file', async () => {
    const text = (await readFile('profiles/kp.md', 'utf8')).replace('country: KP', 'country: FR')
    await cli.write('france.md', text)
    await copyFile('profiles/ru.png', join(cli.cwd, 'france.png'))
    expect((await cli.daywire('profiles', 'import', 'france.md')).code).toBe(0)
    const kept = await cli.app(({ context }) => context.store.newsroom.profiles())
    expect(kept).toHaveLength(11)
    expect(kept.find(({ country }) => country === 'FR')?.flag).toMatchObject({ width: 240, height: 160 })
  })

  test('import reports all errors with file and line, and changes nothing', async () => {
    const text = await readFile('profiles/kp.md', 'utf8')
    await cli.write('good.md', text.replace('North Korea', 'Changed'))
    await cli.write('bad.md', text.replace('country: KP', 'country: Korea'))
    await cli.write('twice.md', text)
    await writeFile(join(cli.cwd, 'latin.md'), Buffer.from(text.replace('dozens', 'd\u00f6zens'), 'latin1'))
    await cli.write('flagged.md', text.replace('country: KP', 'country: FR'))
    await cli.write('flagged.png', 'GIF89a')
    const files = ['good.md', 'bad.md', 'twice.md', 'latin.md', 'flagged.md', 'gone.md']
    const { code, stderr } = await cli.daywire('profiles', 'import', ...files)
    expect(code).toBe(1)
    const said = stderr.replaceAll(`${cli.cwd}/`, '')
    expect(said).toContain('nothing was changed')
    expect(said).toContain('bad.md:2: country: must be two capital letters such as DE')
    expect(said).toContain('twice.md: KP already has a profile in good.md')
    expect(said).toContain('latin.md: is not UTF-8 text')
    expect(said).toContain('flagged.png: is not a PNG picture')
    expect(said).toContain('gone.md: cannot be read')
    expect((await listed()).find(({ country }) => country === 'KP')?.name).toBe('North Korea')
  })

  test('remove deletes one; for a country without a profile it lists those that have one', async () => {
    expect((await cli.daywire('profiles', 'remove', 'kp')).code).toBe(0)
    const again = await cli.daywire('profiles', 'remove', 'KP')
    expect(again.code).toBe(1)
    expect(again.stderr).toContain('there is no profile of “KP”; known: CN, IL, IN')
    expect((await cli.daywire('profiles', 'show', 'KP')).code).toBe(1)
  })

  test('doctor notes a review older than a year, and no newer one', async () => {
    const about = async () => {
      const { stdout } = await cli.daywire('doctor')
      return stdout.split('\n').filter((line) => line.includes('rofile'))
    }
    cli.at(Temporal.Instant.from('2027-11-23T20:00Z'))
    expect(await about()).toEqual(['ok      country profiles: 10'])
    cli.at(Temporal.Instant.from('2027-11-24T01:00Z'))
    const notes = await about()
    expect(notes).toHaveLength(20)
    expect(notes[0]).toBe('note    profile of China: was last reviewed on 2026-11-23, more than a year ago')
    expect(notes[1]).toContain('daywire profiles import cn.md')
  })

  test('without any profiles, list explains how to import one', async () => {
    for (const { country } of await listed()) await cli.daywire('profiles', 'remove', country)
    const { stdout, stderr } = await cli.daywire('profiles', 'list')
    expect(stdout).toBe('')
    expect(stderr).toContain('daywire profiles import FILE')
  })
})
