import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestCli, type TestCli } from '../context.ts'

let cli: TestCli
beforeEach(async () => {
  cli = await openTestCli()
})
afterEach(() => cli.drop())

const mailOf = (date: string, reader: string, ending: string) =>
  readFile(join(cli.cwd, 'data/demo/mails', date, `${reader}.${ending}`), 'utf8')

test('the demo’s second day has its own e-mails, with an update, a correction and texts of the editors', async () => {
  const begun = await cli.daywire('demo', '--date', '2026-11-24')
  expect(begun.code).toBe(0)
  expect(begun.stdout).toContain('Tolmera Telegraph is broken on purpose')
  expect(begun.stdout).toContain('npm run demo -- --date 2026-11-25')
  const [editor = '', admin = ''] =
    begun.stdout.match(/http:\/\/localhost:\d+\/sign-in\/link\/[\w-]{22}/g) ?? []
  expect(editor).not.toBe(admin)
  expect(admin).not.toBe('')
  const first = await mailOf('2026-11-24', 'reader.one@example.org', 'txt')
  expect(first).toContain('Why it matters:')
  const hebrew = await mailOf('2026-11-24', 'reader.hebrew@example.org', 'txt')
  expect(hebrew).toContain('דבר העורכים')
  const again = await cli.daywire('demo', '--date', '2026-11-25')
  expect(again.stdout).toContain(join('data/demo/mails/2026-11-25/'))
  expect(again.stdout).not.toContain('--date 2026-11-26')
  expect(await mailOf('2026-11-24', 'reader.one@example.org', 'txt')).toBe(first)
  const second = await mailOf('2026-11-25', 'reader.one@example.org', 'txt')
  expect(second).toContain('A NOTE FROM THE EDITORS')
  expect(second).toMatch(/^Update · carried on/m)
  expect(second).toMatch(/CORRECTIONS\n[^]*Northland Fires Cruise Missile/)
  expect(second).not.toMatch(/utm_|fbclid|…/)
  expect(await readdir(join(cli.cwd, 'data/demo/mails'))).toEqual(['2026-11-24', '2026-11-25'])
})

test('with --draft the demo sends nothing: its editions wait for an editor', async () => {
  const begun = await cli.daywire('demo', '--draft', '--date', '2026-11-24')
  expect(begun.stdout).toContain('daily of 2026-11-24 waits for approval')
  expect(begun.stdout).toContain('Nothing has been sent')
  expect(begun.stdout).not.toContain('daywire approve')
  await expect(readdir(join(cli.cwd, 'data/demo/mails'))).rejects.toThrow('ENOENT')
  const after = await cli.daywire('demo', '--date', '2026-11-24')
  expect(after.stdout).toContain('daily of 2026-11-24 has been sent')
})
