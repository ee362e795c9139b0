import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { verifyToken } from '../../../src/core/token.ts'
import type { ShownFinding } from '../../../src/cli/doctor.ts'
import type { LedgerRow } from '../../../src/services/sending/delivery/list-ledger.ts'
import { begun, feedOf, openTestCli, type TestCli } from '../context.ts'

let cli: TestCli
beforeEach(async () => {
  cli = await openTestCli()
  await cli.write(
    'wire.xml',
    feedOf(
      'Inspectors return to the uranium enrichment plant',
      'Ballistic missile test is called off',
      'Stamp collectors meet by the lake',
    ),
  )
  await cli.daywire('init', '--no-catalogue')
  await cli.daywire('sources', 'add', 'Sample Wire', 'wire.xml')
  for (const email of ['anna@example.org', 'ben@example.org']) await cli.daywire('subscribers', 'add', email)
})
afterEach(() => cli.drop())

/** Leaves a row as a sender leaves it that died with the mail on its way. */
async function loseTrackOf(email: string): Promise<void> {
  await cli.app(async ({ context }) => {
    const [edition] = await context.store.editions.inStatus(1, ['sent'])
    const rows = await context.store.deliveries.list({
      editionId: edition?.id ?? 0,
      status: 'sent',
      count: 10,
    })
    const lost = rows.find((row) => row.email === email)
    if (!edition || !lost) throw new Error(`no mail went to ${email}`)
    // There is no arrow from `sent`: the ledger is set back as a crash would have left it.
    await setStatus(cli.cwd, edition.id, lost.subscriberId)
  })
}

async function setStatus(cwd: string, editionId: number, subscriberId: number): Promise<void> {
  const { default: Database } = await import('better-sqlite3')
  const db = new Database(join(cwd, 'data/daywire.db'))
  db.prepare("update deliveries set status = 'unknown' where edition_id = ? and subscriber_id = ?").run(
    editionId,
    subscriberId,
  )
  db.close()
}

async function makeManual(): Promise<void> {
  await cli.daywire('newsroom', 'export', '.')
  const text = await readFile(join(cli.cwd, 'newsroom.json'), 'utf8')
  await cli.write('newsroom.json', text.replace('"approval": "auto"', '"approval": "manual"'))
  await cli.daywire('newsroom', 'import')
}

describe('run', () => {
  test('collects, composes and sends; again it has nothing to do; both end with 0', async () => {
    const first = await cli.daywire('run')
    expect(first.code).toBe(0)
    expect(first.stdout).toMatch(/Sample Wire +read +3 +3/)
    expect(first.stdout).toMatch(/edition +2026-11-23 sent/)
    expect(first.stdout).toMatch(/deliveries +2 sent/)
    expect(first.stdout).toMatch(/look at +http.*editions\/daily\/2026-11-23/)
    const again = await cli.daywire('run', '--json')
    expect(again.code).toBe(0)
    expect(again.json()).toMatchObject([
      { outcome: 'nothing-to-do', status: 'sent', deliveries: { sent: 2 } },
    ])
    expect(again.stderr).toContain('nobody gets it twice')
  })

  test('--dry-run says what would happen and changes nothing', async () => {
    const { code, stdout } = await cli.daywire('run', '--dry-run')
    expect(code).toBe(0)
    expect(stdout).toContain('would read these sources: Sample Wire')
    expect(stdout).toContain('at most 2 subscribers')
    expect(await cli.app(({ context }) => context.store.editions.newestScheduled(1))).toBeNull()
    expect((await cli.daywire('sources', 'list', '--json')).json()).toMatchObject([{ checkedAt: null }])
  })

  test('--date runs as of that local date, and refuses one before the newest edition', async () => {
    const { code, json } = await cli.daywire('run', '--date', '2026-11-24', '--json')
    expect(code).toBe(0)
    expect(json()).toMatchObject([{ date: '2026-11-24', status: 'sent' }])
    await cli.write('wire.xml', feedOf('A later story'))
    const before = await cli.daywire('run', '--date', '2026-11-20')
    expect(before.code).toBe(1)
    expect(before.stderr).toContain('already has an edition of 2026-11-24')
    // Nothing was collected as of that day either.
    expect(await cli.app(({ context }) => context.store.sources.list())).toMatchObject([{ itemCount: 3 }])
  })

  test('a digest that waits for its editor ends with 75, until approved and delivered', async () => {
    await makeManual()
    const waiting = await cli.daywire('run')
    expect(waiting.code).toBe(75)
    expect(waiting.stderr).toContain('daywire approve daily --date 2026-11-23')
    expect((await cli.daywire('deliver')).code).toBe(75)
    expect((await cli.daywire('approve')).code).toBe(0)
    expect((await cli.daywire('approve')).stderr).toContain('already approved')
    const sent = await cli.daywire('deliver', '--json')
    expect(sent).toMatchObject({ code: 0 })
    expect(sent.json()).toMatchObject([{ closed: true, deliveries: { sent: 2 } }])
  })

  test('an SMTP server that is down ends with 75 and loses nothing', async () => {
    const down = {
      DAYWIRE_SMTP_URL: 'smtp://127.0.0.1:1',
      DAYWIRE_DATABASE_URL: `sqlite:${cli.cwd}/data/daywire.db`,
    }
    const earlier = begun.subtract({ minutes: 30 })
    const other = await openTestCli({ ...down, DAYWIRE_DATA: join(cli.cwd, 'data') }, earlier)
    expect((await other.daywire('run')).code).toBe(75)
    await other.drop()
    expect((await cli.daywire('run', '--json')).json()).toMatchObject([
      { outcome: 'sent', deliveries: { sent: 2 } },
    ])
  })

  test('without a newsroom it names the command that makes one', async () => {
    const empty = await openTestCli()
    const { code, stderr } = await empty.daywire('run')
    await empty.drop()
    expect(code).toBe(78)
    expect(stderr).toContain('daywire init')
  })
})

describe('compose', () => {
  test('tells every story, with its place and reasons, or its gate and reason', async () => {
    await cli.daywire('collect')
    const { code, stdout, stderr } = await cli.daywire('compose')
    expect(code).toBe(0)
    expect(stdout).toContain('news: 2')
    expect(stdout).toMatch(
      /left out: 1\n {2}off-topic: Stamp collectors meet by the lake \(Sample Wire\)\n {6}\S/,
    )
    expect(stdout).toMatch(/country profile: none\n {2}\S/)
    expect(stderr).toContain('daily of 2026-11-23 is draft')
    const again = (await cli.daywire('compose', '--json')).json<{
      outcome: string
      place?: number
      reasons?: string[]
    }>()
    expect(again.map((story) => [story.outcome, story.place])).toEqual([
      ['carried', 1],
      ['carried', 2],
      ['off-topic', undefined],
      ['profile', undefined],
    ])
    expect(again[0]?.reasons?.length).toBeGreaterThan(0)
  })

  test('a day without news is skipped, with its reason, and that is no failure', async () => {
    const { code, stderr } = await cli.daywire('compose')
    expect(code).toBe(0)
    expect(stderr).toMatch(/is skipped: no news .* since [-0-9]+T\d\d:\d\dZ/)
  })
})

describe('words of the editors', () => {
  test('a note opens the mails of a draft, and a lead says why it matters', async () => {
    await makeManual()
    await cli.daywire('collect')
    await cli.daywire('compose')
    const note = 'Tomorrow is a holiday.\n\nWe are back on "Monday".'
    expect((await cli.daywire('editions', 'note', 'daily', note)).code).toBe(0)
    const why = await cli.daywire('editions', 'why', 'enrichment plant', 'It is the first access in a year.')
    expect(why.stderr + why.stdout).toContain('Inspectors return to the uranium enrichment plant')
    await cli.daywire('approve')
    const changed = await cli.daywire('editions', 'why', 'enrichment plant', 'It is the first in a year.')
    expect(changed).toMatchObject({ code: 0 })
    expect(changed.stderr).toMatch(/was approved, and is a draft again.*revision 4: daywire approve daily/)
    expect((await cli.daywire('deliver')).code).toBe(75)
    await cli.daywire('approve')
    await cli.daywire('deliver')
    const refused = await cli.daywire('editions', 'note', 'daily', '--clear')
    expect(refused.code).not.toBe(0)
    expect(refused.stderr).toMatch(/is sent; only an edition whose sending has not begun can be changed/)
    const mail = await cli.app(async ({ mails }) => (await mails())[0])
    expect(mail?.html).toMatch(/Tomorrow is a holiday\.<[^]*We are back on “Monday”\./)
    expect(mail?.html.indexOf('holiday')).toBeLessThan(mail?.html.lastIndexOf('Inspectors return') ?? 0)
    expect(mail?.text).toContain('It is the first in a year.')
  })

  test('an embargo takes a story out and an approval back, until it is lifted', async () => {
    await makeManual()
    await cli.daywire('collect')
    await cli.daywire('compose')
    await cli.daywire('approve')
    const set = await cli.daywire('editions', 'embargo', 'enrichment plant', '--until', '2099-12-01T08:00')
    expect(set).toMatchObject({ code: 0 })
    expect(set.stderr).toContain('is under embargo until 2099-12-01T08:00Z')
    expect((await cli.daywire('deliver')).code).toBe(75)
    expect((await cli.daywire('preview', 'daily', '--text')).stdout).not.toContain('enrichment plant')
    const lifted = await cli.daywire('editions', 'embargo', 'enrichment plant', '--lift')
    expect(lifted.stderr).toContain('is under no embargo')
    for (const wrong of [[], ['--until', 'soon'], ['--lift', '--until', '2099-12-01T08:00']])
      expect((await cli.daywire('editions', 'embargo', 'enrichment plant', ...wrong)).code).not.toBe(0)
  })

  test('what cannot be set is refused, and changes nothing', async () => {
    await makeManual()
    await cli.daywire('collect')
    await cli.daywire('compose')
    await cli.daywire('editions', 'note', 'daily', 'Kept.')
    const wrong = [
      ['note', 'daily'],
      ['note', 'daily', ' \n\n '],
      ['note', 'daily', 'x'.repeat(2001)],
      ['note', 'daily', 'x', '--clear'],
      ['why', 'enrichment plant', 'x'.repeat(401)],
      ['why', 'Stamp collectors', 'x'],
    ]
    for (const words of wrong) {
      const { code, stderr } = await cli.daywire('editions', ...words)
      expect(code, words.join(' ')).not.toBe(0)
      expect(stderr).not.toBe('')
    }
    await cli.app(async ({ context }) => {
      const [edition] = await context.store.editions.inStatus(1, ['draft'])
      expect(edition).toMatchObject({ note: 'Kept.', revision: 2 })
    })
    await cli.daywire('editions', 'note', 'daily', '--clear')
    expect((await cli.daywire('preview', 'daily', '--text')).stdout).not.toContain('Kept.')
  })
})

test('messages preview writes any e-mail that is no digest, in each language, with links that open nothing', async () => {
  const { stdout: html } = await cli.daywire('messages', 'preview', 'farewell', '--language', 'he')
  expect(html).toContain('<html lang="he" dir="rtl"')
  const { code, stderr } = await cli.daywire(
    'messages',
    'preview',
    'confirm',
    '--format',
    'eml',
    '--out',
    'c.eml',
  )
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('c.eml') as unknown })
  const { text = '', headers } = await simpleParser(await readFile(join(cli.cwd, 'c.eml')))
  expect(headers.get('auto-submitted')).toBe('auto-generated')
  const [, token = ''] = /\/c\/([\w-]{24})$/m.exec(text) ?? []
  await cli.app(async ({ context }) => {
    expect(token).toHaveLength(24)
    expect(verifyToken(context.linkKeys, token, 'confirmation')).toBeNull()
    expect(await context.store.messages.list(1)).toEqual([])
  })
  expect((await cli.daywire('messages', 'preview', 'nothing')).stderr).toContain('confirm, already, welcome')
})

describe('preview', () => {
  beforeEach(async () => {
    await cli.daywire('collect')
    await cli.daywire('compose')
  })

  test('its HTML and text are the parts of its eml', async () => {
    await cli.daywire('preview', '--format', 'eml', '--out', 'mail.eml')
    const mail = await simpleParser(await readFile(join(cli.cwd, 'mail.eml')))
    const html = (await cli.daywire('preview')).stdout
    const text = (await cli.daywire('preview', '--format', 'text')).stdout
    expect(html).toMatch(/^<!doctype html>/i)
    expect(html).toContain('Inspectors return to the uranium enrichment plant')
    expect(html.trim()).toBe((mail.html || '').trim())
    expect(text.trim()).toBe((mail.text ?? '').trim())
  })

  test('is for topics, for a subscriber, or for the web', async () => {
    const missiles = (await cli.daywire('preview', '--topics', 'missiles')).stdout
    expect(missiles).toContain('missile test')
    expect(missiles).not.toContain('enrichment plant')
    expect((await cli.daywire('preview', '--subscriber', 'anna@example.org')).stdout).toContain(
      'anna@example.org',
    )
    expect((await cli.daywire('preview', '--web')).stdout).not.toContain('/u/')
    expect((await cli.daywire('preview', '--subscriber', 'nobody@example.org')).code).toBe(1)
    expect((await cli.daywire('preview', '--topics', 'weather')).stderr).toContain('has no topic weather')
  })

  test('of no edition names the command that makes it', async () => {
    const { code, stderr } = await cli.daywire('preview', '--date', '2026-11-01')
    expect(code).toBe(1)
    expect(stderr).toContain('daywire compose')
  })
})

describe('deliver and deliveries', () => {
  test('deliver before the hour waits for it, unless told at once; a dry run sends nothing', async () => {
    await cli.daywire('collect')
    await cli.daywire('compose')
    await cli.daywire('approve')
    const dry = await cli.daywire('deliver', '--dry-run')
    expect(dry.stdout).toContain('at most 2 subscribers')
    expect((await cli.daywire('deliveries', 'list')).stderr).toContain('none')
    expect((await cli.daywire('deliver', '--at-once')).stdout).toContain('2 sent')
    const rows = (await cli.daywire('deliveries', 'list', '--json')).json<LedgerRow>()
    expect(rows.map((row) => [row.digest, row.date, row.email, row.status])).toEqual([
      ['daily', '2026-11-23', 'anna@example.org', 'sent'],
      ['daily', '2026-11-23', 'ben@example.org', 'sent'],
    ])
    expect((await cli.daywire('deliveries', 'list', '--status', 'failed')).stdout).toBe('')
  })

  test('a mail of unknown fate is told with 3 also by the runs of later days', async () => {
    await cli.daywire('run', '--date', '2026-11-23')
    await loseTrackOf('ben@example.org')
    await cli.write('wire.xml', feedOf('Surveyors map the tunnels of a uranium mine'))
    const next = await cli.daywire('run', '--date', '2026-11-24')
    expect(next.code).toBe(3)
    expect(next.stderr).toContain('1 of other editions may or may not have arrived')
  })

  test('an unknown mail is held and told with 3, until a person settles it', async () => {
    await cli.daywire('run')
    await loseTrackOf('ben@example.org')
    const unknown = await cli.daywire('deliveries', 'unknown')
    expect(unknown.code).toBe(3)
    expect(unknown.stdout).toContain('ben@example.org')
    for (const again of [await cli.daywire('deliver'), await cli.daywire('run')]) {
      expect(again.code).toBe(3)
      expect(again.stderr).toContain('daywire deliveries unknown')
    }
    const settle = ['deliveries', 'resolve', '--as', 'queued', '--reason', 'not in the server log']
    for (const more of [[], ['--dry-run']])
      expect((await cli.daywire(...settle, '--email', 'anna@example.org', ...more)).code).toBe(1)
    expect((await cli.daywire(...settle, '--all', '--dry-run')).stderr).toContain('would settle 1 as queued')
    expect((await cli.daywire(...settle, '--all')).code).toBe(0)
    expect((await cli.daywire('deliver')).stdout).toContain('2 sent')
    expect((await cli.daywire('deliveries', 'unknown')).code).toBe(0)
  })
})

describe('doctor', () => {
  test('says what is missing for real sending, each with its fix, and ends with 78', async () => {
    const { code, json } = await cli.daywire('doctor', '--json')
    expect(code).toBe(78)
    const missing = json<ShownFinding>().filter((finding) => finding.state === 'missing')
    expect(missing.map((finding) => finding.about)).toEqual([
      'publisher',
      'address',
      'sender.email',
      'public URL',
      'SMTP server',
    ])
    expect(missing.every((finding) => finding.fix)).toBe(true)
    expect(missing[3]?.message).toContain('can be reached from this machine only')
    expect((await cli.daywire('doctor')).stdout).toMatch(
      /MISSING SMTP server: none is set.*\n +→ set DAYWIRE_SMTP_URL/,
    )
  })

  test('an empty database lacks everything; a server that is down is named', async () => {
    const empty = await openTestCli({ DAYWIRE_SMTP_URL: 'smtp://127.0.0.1:1' })
    const { json } = await empty.daywire('doctor', '--json')
    await empty.drop()
    const about = json<ShownFinding>().filter((f) => f.state === 'missing')
    expect(about.map((finding) => finding.about)).toEqual([
      'newsroom',
      'topics',
      'digests',
      'sources',
      'public URL',
      'SMTP server',
    ])
    expect(about.at(-1)?.message).toContain('127.0.0.1:1')
  })

  test('asks its pages through the public URL where one is set', async () => {
    const asking = await openTestCli({ DAYWIRE_PUBLIC_URL: 'https://news.example.org/news/' })
    const found = (await asking.daywire('doctor', '--json')).json<ShownFinding>()
    await asking.drop()
    expect(found.filter(({ about }) => about === 'web server')).toEqual([
      expect.objectContaining({
        state: 'note',
        message: 'nobody answers at https://news.example.org/news/: nothing answers',
      }),
    ])
    const unset = (await cli.daywire('doctor', '--json')).json<ShownFinding>()
    expect(unset.some(({ about }) => about === 'web server')).toBe(false)
  })
})

test('migrate names what it ran once, and resume what it found', async () => {
  const fresh = await openTestCli()
  await rm(join(fresh.cwd, 'data/daywire.db'))
  expect((await fresh.daywire('migrate')).stdout.trim().split('\n').length).toBeGreaterThan(1)
  expect(await fresh.daywire('migrate')).toMatchObject({ code: 0, stdout: '' })
  expect((await fresh.daywire('resume')).stderr).toContain('was not paused')
  await fresh.drop()
})

describe('a stopped edition', () => {
  test('is named by run, deliver and list, with what to do; continued, it leaves', async () => {
    await makeManual()
    await cli.daywire('run')
    await cli.daywire('approve')
    const stopped = await cli.daywire('editions', 'stop', 'daily', '--reason', 'a wrong lead')
    expect(stopped.stderr).toMatch(/is stopped: 0 gone, 0 waiting\n.*editions continue daily --date/)
    for (const words of [['run'], ['deliver']]) {
      const { code, stderr } = await cli.daywire(...words)
      expect(code).toBe(75)
      expect(stderr).toMatch(/is stopped: a wrong lead \(by cli since .*\n.*editions continue/)
    }
    const list = await cli.daywire('editions', 'list')
    expect(list.stdout).toContain('approved, stopped')
    expect(list.stderr).toContain('daywire editions abandon daily')
    await cli.daywire('editions', 'continue', 'daily')
    expect(await cli.daywire('deliver')).toMatchObject({ code: 0 })
  })

  test('is corrected, or abandoned, and only then', async () => {
    await makeManual()
    await cli.daywire('run')
    for (const verb of ['continue', 'correct', 'abandon']) {
      const { code, stderr } = await cli.daywire('editions', verb, 'daily')
      expect([verb, code]).toEqual([verb, 1])
      expect(stderr).toContain('nothing was changed')
    }
    await cli.daywire('editions', 'stop', 'daily', '--reason', 'a wrong lead')
    expect((await cli.daywire('editions', 'correct', 'daily')).stderr).toContain('a draft again, revision 2')
    expect((await cli.daywire('editions', 'list')).stdout).toContain('draft, being corrected')
    expect((await cli.daywire('editions', 'abandon', 'daily', '--reason', 'too late')).stderr).toContain(
      'no e-mail had been sent; the next edition takes its stories',
    )
    expect((await cli.daywire('editions', 'list')).stdout).toMatch(/stopped +too late/)
  })
})

test('a test e-mail goes to the saved addresses, and to none that is suppressed', async () => {
  await cli.daywire('collect')
  await cli.daywire('compose')
  const none = await cli.daywire('editions', 'test-mail')
  expect(none.code).toBe(1)
  expect(none.stderr).toContain('save some with `daywire editions test-addresses`')
  const saved = await cli.daywire('editions', 'test-addresses', '--add', 'ed@example.org,chi@example.org')
  expect(saved.stdout).toBe('chi@example.org\ned@example.org\n')
  expect((await cli.daywire('editions', 'test-mail')).stderr).toContain('was written to 2 addresses')
  await cli.daywire('suppressions', 'add', 'ed@example.org', '--reason', 'asked by phone')
  const refused = await cli.daywire('editions', 'test-mail')
  expect(refused.code).toBe(1)
  expect(refused.stderr).toContain('`daywire suppressions lift ed@example.org` ends that')
  const left = await cli.daywire('editions', 'test-addresses', '--remove', 'ED@example.org')
  expect(left.stdout).toBe('chi@example.org\n')
})
