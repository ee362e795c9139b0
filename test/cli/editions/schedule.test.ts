import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ScheduledDay } from '../../../src/services/editions/composing/calendar.ts'
import { openTestCli, type TestCli } from '../context.ts'

describe('schedule', () => {
  let cli: TestCli
  beforeEach(async () => {
    cli = await openTestCli()
    await cli.daywire('init', '--no-catalogue')
  })
  afterEach(() => cli.drop())

  test('days are skipped, moved, listed and cleared', async () => {
    const skipped = await cli.daywire('schedule', 'skip', '2026-11-26', '--reason', 'a holiday')
    expect(skipped).toMatchObject({ code: 0, stderr: 'daily has no edition on 2026-11-26: a holiday\n' })
    const early = ['2026-11-27', '--at', '05:00', '--reason', 'early']
    expect((await cli.daywire('schedule', 'move', ...early)).code).toBe(0)
    const days = (await cli.daywire('schedule', 'list', '--json')).json<ScheduledDay>()
    const reasons = days.flatMap(({ date, status, reason }) =>
      reason === null ? [] : [[date, status, reason]],
    )
    expect(reasons).toEqual([
      ['2026-11-26', 'no-edition', 'a holiday'],
      ['2026-11-27', 'planned', 'early'],
    ])
    expect((await cli.daywire('schedule', 'list')).stdout).toMatch(/2026-11-27 Fri .* 05:00 +planned +early/)
    expect((await cli.daywire('schedule', 'clear', '2026-11-26')).stderr).toContain(
      'is back on the weekly schedule',
    )
  })

  test('a past day stays as it was', async () => {
    const skip = await cli.daywire('schedule', 'skip', '2026-11-20', '--reason', 'too late')
    expect(skip).toMatchObject({ code: 1 })
    expect(skip.stderr).toContain('2026-11-20 has passed')
  })

  test('an exported calendar is imported again; an import without one keeps the existing one', async () => {
    await cli.daywire('schedule', 'skip', '2026-11-26', '--reason', 'a holiday')
    await cli.daywire('newsroom', 'export', '.')
    const text = await readFile(join(cli.cwd, 'newsroom.json'), 'utf8')
    expect(text).toContain('"reason": "a holiday"')
    expect((await cli.daywire('newsroom', 'import')).code).toBe(0)
    const without = JSON.parse(text) as { digests: { schedule: { calendar?: unknown } }[] }
    for (const { schedule } of without.digests) delete schedule.calendar
    await cli.write('newsroom.json', JSON.stringify(without))
    expect((await cli.daywire('newsroom', 'import')).code).toBe(0)
    expect((await cli.daywire('schedule', 'list')).stdout).toContain('a holiday')
  })

  test('an invalid calendar is reported with the place of each error, and nothing is imported', async () => {
    await cli.daywire('schedule', 'skip', '2026-11-26', '--reason', 'a holiday')
    await cli.daywire('newsroom', 'export', '.')
    const text = await readFile(join(cli.cwd, 'newsroom.json'), 'utf8')
    await cli.write(
      'newsroom.json',
      text.replace('"date": "2026-11-26"', '"date": "2026-11-26", "hour": "05:00"'),
    )
    const { code, stderr } = await cli.daywire('newsroom', 'import')
    expect(code).toBe(1)
    expect(stderr).toContain('digests[0].schedule.calendar[0]: 2026-11-26 is skipped, but has an hour')
  })
})
