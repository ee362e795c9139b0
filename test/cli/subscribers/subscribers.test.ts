import { existsSync } from 'node:fs'
import { link, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestCli, type TestCli } from '../context.ts'
import { openHandlers } from '../../../src/jobs/handlers/handlers.ts'
import { packed, textRows, workbook } from '../../services/imports/files/packing.ts'

let cli: TestCli
beforeEach(async () => {
  cli = await openTestCli()
  await cli.daywire('init')
})
afterEach(() => cli.drop())

interface Row {
  email: string
  name: string | null
  status: string
  topics: string[]
  days: number[] | null
  hour: string | null
  timeZone: string | null
}

async function listed(...argv: string[]): Promise<Row[]> {
  const { stdout, json } = await cli.daywire('subscribers', 'list', '--json', ...argv)
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
    expect((await cli.daywire('subscribers', 'add', 'anna@Example.ORG', ...options)).code).toBe(0)
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
    expect((await cli.daywire('subscribers', 'list')).stdout).toMatch(
      /^anna@example.org +daily +active +nuclear,missiles +mon,thu at 08:30 Europe\/Vienna\n$/,
    )
  })

  test('an error in one field adds nothing', async () => {
    for (const argv of [
      ['no-address'],
      ['anna@example.org', '--topics', 'weather'],
      ['anna@example.org', '--hour', '25:00'],
    ]) {
      const { code, stderr } = await cli.daywire('subscribers', 'add', ...argv)
      expect(code).toBe(1)
      expect(stderr).toMatch(/^daywire: (email|topics|hour): /)
    }
    expect(await listed()).toEqual([])
  })

  test('the second time nothing is to do; search and state filter the list', async () => {
    await cli.daywire('subscribers', 'add', 'anna@example.org')
    await cli.daywire('subscribers', 'add', 'ben@example.net')
    expect(await cli.daywire('subscribers', 'add', 'anna@example.org')).toMatchObject({ code: 0 })
    expect((await listed('--search', '@EXAMPLE.NET')).map((row) => row.email)).toEqual(['ben@example.net'])
    await cli.daywire('subscribers', 'remove', 'anna@example.org')
    expect((await listed('--state', 'left')).map((row) => row.email)).toEqual(['anna@example.org'])
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

  test('bad rows are reported with line, column and reason, and nothing is imported', async () => {
    await cli.write('list.csv', list)
    const { code, stderr } = await cli.daywire('subscribers', 'import', 'list.csv')
    expect(code).toBe(1)
    expect(stderr).toContain('list.csv:3: email: “no-address”')
    expect(stderr).toContain('list.csv:4: topics: there is no topic “weather”')
    expect(stderr).toContain('nothing was imported: 2 of 4 rows are wrong; correct them')
    expect(await listed()).toEqual([])
  })

  test('--rejects writes the bad rows with their reason, and the rest is imported', async () => {
    await cli.write('list.csv', list)
    const { code } = await cli.daywire('subscribers', 'import', 'list.csv', '--rejects', 'bad.csv')
    expect(code).toBe(3)
    expect((await listed()).map((row) => row.email)).toEqual(['dora@example.org', 'anna@example.org'])
    const bad = await readFile(join(cli.cwd, 'bad.csv'), 'utf8')
    expect(bad.split('\n').slice(0, 3)).toEqual([
      'line,column,reason,email,name,topics',
      '3,email,“no-address” has no @ with a name before it,no-address,Ben,',
      expect.stringMatching(
        /^4,topics,"there is no topic “weather”; known: .*",carl@example.org,"Carl, the younger",weather$/,
      ) as unknown,
    ])
  })

  test('the corrected rejects can be imported as they are', async () => {
    await cli.write('list.csv', list)
    await cli.daywire('subscribers', 'import', 'list.csv', '--rejects', 'bad.csv')
    const bad = await readFile(join(cli.cwd, 'bad.csv'), 'utf8')
    await cli.write('bad.csv', bad.replaceAll('no-address', 'ben@example.org').replaceAll('weather', 'cyber'))
    expect((await cli.daywire('subscribers', 'import', 'bad.csv')).code).toBe(0)
    expect(await listed()).toHaveLength(4)
  })

  test('a dry run changes nothing and writes no file', async () => {
    await cli.write('list.csv', list)
    const { code, stderr } = await cli.daywire(
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
    expect(existsSync(join(cli.cwd, 'bad.csv'))).toBe(false)
  })

  test('if the rejects cannot be written, nothing is imported; the list itself is refused as their file', async () => {
    await cli.write('list.csv', list)
    for (const place of ['no/folder/bad.csv', 'list.csv'])
      expect((await cli.daywire('subscribers', 'import', 'list.csv', '--rejects', place)).code).toBe(1)
    expect(await listed()).toEqual([])
    expect(await readFile(join(cli.cwd, 'list.csv'), 'utf8')).toBe(list)
  })

  test('a clean list leaves no file of rejects; a missing file or one that is not a list is reported', async () => {
    await cli.write('list.csv', 'email\nanna@example.org\n')
    expect((await cli.daywire('subscribers', 'import', 'list.csv', '--rejects', 'bad.csv')).code).toBe(0)
    expect(existsSync(join(cli.cwd, 'bad.csv')) || existsSync(join(cli.cwd, 'bad.csv.part'))).toBe(false)
    await cli.write('other.csv', 'who,colour\nanna,red\n')
    expect((await cli.daywire('subscribers', 'import', 'other.csv')).stderr).toContain(
      'it has unknown columns: “who”, “colour”',
    )
    expect((await cli.daywire('subscribers', 'import', 'none.csv')).stderr).toContain(
      'none.csv cannot be read',
    )
  })

  test('a row that only the database can reject prevents the import, and a dry run says so before', async () => {
    await cli.daywire('subscribers', 'add', 'left@example.org')
    await cli.daywire('subscribers', 'remove', 'left@example.org')
    await cli.write('list.csv', 'email\nnew@example.org\nleft@example.org\nlast@example.org\n')
    const dry = await cli.daywire('subscribers', 'import', 'list.csv', '--dry-run')
    const run = await cli.daywire('subscribers', 'import', 'list.csv')
    for (const { code, stderr } of [dry, run]) {
      expect(code).toBe(1)
      expect(stderr).toContain('list.csv:3: email: left@example.org has unsubscribed')
    }
    expect(dry.stderr).toContain('nothing would be imported: 1 of 3 rows is wrong; correct it')
    expect(run.stderr).toContain('nothing was imported: 1 of 3 rows is wrong; correct it')
    expect((await listed()).map((row) => row.email)).toEqual(['left@example.org'])
    const part = await cli.daywire('subscribers', 'import', 'list.csv', '--rejects', 'bad.csv')
    expect(part.code).toBe(3)
    expect(part.stderr).toContain('2 new, 0 known before, 1 rejected of 3 rows; those are in bad.csv')
  })

  test('reports how the list was read, and which rows repeat others', async () => {
    const list = 'email;name\r\na@example.org;M\u00fcller\nb@example.org;Jos\u00e9\ra@example.org;M\u00fcller'
    await writeFile(join(cli.cwd, 'list.csv'), Buffer.from(list, 'latin1'))
    const { code, stderr } = await cli.daywire('subscribers', 'import', 'list.csv')
    expect(code).toBe(0)
    expect(stderr).toContain('list.csv was read as windows-1252, which is a guess')
    expect(stderr).toContain('list.csv:4: repeats line 2')
    expect(stderr).toContain(
      '2 new, 1 known before (1 of them more than once in the list), 0 rejected of 3 rows',
    )
    await writeFile(
      join(cli.cwd, 'list.csv'),
      Buffer.from('\ufeffemail\tname\r\nc@example.org\tÄnne\r\n', 'utf16le'),
    )
    const wide = await cli.daywire('subscribers', 'import', 'list.csv')
    expect(wide.stderr).toMatch(/list.csv was read as utf-16le\n/)
    const ghost = 'id,email,subscribed_to_emails,labels\n1,d@example.org,false,\n'
    await writeFile(join(cli.cwd, 'ghost.csv'), ghost)
    const known = await cli.daywire('subscribers', 'import', 'ghost.csv', '--dry-run')
    expect(known.stderr).toContain('ghost.csv is an export of Ghost\n')
    expect(known.stderr).toContain(
      'ghost.csv: an export of Ghost does not say whose address has bounced, or who has complained: in Ghost, filter the members for those whose e-mail is disabled, export them too, and import them first as people who must not be e-mailed\n',
    )
    expect((await listed()).map(({ name }) => name)).toEqual(['Änne', 'José', 'Müller'])
  })

  test('the rejects of a list that is not plain UTF-8 have the byte order mark that spreadsheets need', async () => {
    await writeFile(join(cli.cwd, 'list.csv'), Buffer.from('email;name\nno-address;M\u00fcller\n', 'latin1'))
    await cli.daywire('subscribers', 'import', 'list.csv', '--rejects', 'bad.csv')
    const bad = await readFile(join(cli.cwd, 'bad.csv'), 'utf8')
    expect(bad).toMatch(/^\ufeffline;column;reason;email;name\n2;email;.*;no-address;Müller\n/)
  })

  test('a list that replaces most readers is imported once their number is confirmed', async () => {
    await writeFile(join(cli.cwd, 'list.csv'), 'email\nann@x.example\nbob@x.example\n')
    await cli.daywire('subscribers', 'import', 'list.csv')
    await writeFile(join(cli.cwd, 'list.csv'), 'email\n')
    const replace = (...argv: string[]) =>
      cli.daywire('subscribers', 'import', 'list.csv', '--mode', 'replace', ...argv)
    const dry = await replace('--dry-run')
    expect(dry.code).toBe(0)
    expect(dry.stderr).toContain('2 unsubscribed, as they are not in the list')
    expect(dry.stderr).toContain('2 of 2 readers are not in the list')
    for (const argv of [[], ['--confirm', '1']]) {
      const refused = await replace(...argv)
      expect(refused.code).toBe(1)
      expect(refused.stderr).toContain('nothing was imported: 2 of 2 readers')
      expect(refused.stderr).toContain('add --confirm 2')
    }
    expect((await listed()).map(({ status }) => status)).toEqual(['active', 'active'])
    expect((await replace('--confirm', '2')).code).toBe(0)
    expect((await listed()).map(({ status }) => status)).toEqual(['unsubscribed', 'unsubscribed'])
  })

  test('the named sheet of a workbook is imported', async () => {
    const sheets = {
      One: textRows([['email'], ['one@x.example']]),
      Two: textRows([['email'], ['two@x.example']]),
    }
    await writeFile(join(cli.cwd, 'list.xlsx'), packed(workbook(sheets)))
    const unknown = await cli.daywire('subscribers', 'import', 'list.xlsx', '--sheet', 'Three')
    expect(unknown.code).toBe(1)
    expect(unknown.stderr).toContain('no sheet “Three”; it has: One, Two')
    expect((await cli.daywire('subscribers', 'import', 'list.xlsx', '--sheet', 'Two')).code).toBe(0)
    expect((await listed()).map(({ email }) => email)).toEqual(['two@x.example'])
  })

  test('a file that is not a list is reported as what it is', async () => {
    await writeFile(join(cli.cwd, 'list.csv'), Buffer.from('PK\x03\x04rest', 'latin1'))
    const { code, stderr } = await cli.daywire('subscribers', 'import', 'list.csv', '--rejects', 'bad.csv')
    expect(code).toBe(1)
    expect(stderr).toContain('the workbook cannot be read')
    expect(existsSync(join(cli.cwd, 'bad.csv')) || existsSync(join(cli.cwd, 'bad.csv.part'))).toBe(false)
  })

  test('rejects that cannot get their name are kept beside it, and the message says where', async () => {
    await cli.write('list.csv', list)
    await mkdir(join(cli.cwd, 'bad.csv'))
    const { code, stderr } = await cli.daywire('subscribers', 'import', 'list.csv', '--rejects', 'bad.csv')
    expect(code).toBe(1)
    expect(stderr).toContain('the bad rows are in bad.csv.part')
    expect(await readFile(join(cli.cwd, 'bad.csv.part'), 'utf8')).toContain('no-address')
    expect(await listed()).toHaveLength(2)
  })

  test('the list is never overwritten, under whatever name', async () => {
    await cli.write('list.csv', list)
    await link(join(cli.cwd, 'list.csv'), join(cli.cwd, 'same.csv'))
    const { code } = await cli.daywire('subscribers', 'import', 'list.csv', '--rejects', 'same.csv')
    expect(code).toBe(1)
    expect(await readFile(join(cli.cwd, 'list.csv'), 'utf8')).toBe(list)
  })

  test('accepts the sample list of the package', async () => {
    const sample = join(import.meta.dirname, '../../../subscribers/sample.csv')
    expect((await cli.daywire('subscribers', 'import', sample)).code).toBe(0)
    expect((await listed()).length).toBeGreaterThan(0)
  })
})

describe('subscribers data', () => {
  test('prints everything stored about a person, and the audit records it', async () => {
    await cli.daywire('subscribers', 'add', 'anna@example.org', '--name', 'Anna')
    const { code, stdout } = await cli.daywire('subscribers', 'data', 'ANNA@example.org')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      person: { email: 'anna@example.org', name: 'Anna' },
      subscriptions: [{ status: 'active' }],
      history: [{ action: 'export', actor: 'cli' }, { action: 'subscribe' }],
    })
    const nobody = await cli.daywire('subscribers', 'data', 'nobody@example.org')
    expect(nobody).toMatchObject({ code: 1 })
    expect(nobody.stderr).toContain('nobody here has the address nobody@example.org')
  })
})

describe('subscribers remove', () => {
  test('unsubscribes; a dry run only says so; an unknown address is reported', async () => {
    await cli.daywire('subscribers', 'add', 'anna@example.org')
    const dry = await cli.daywire('subscribers', 'remove', 'anna@example.org', '--dry-run')
    expect(dry.stderr).toContain('would unsubscribe anna@example.org from daily')
    expect((await listed())[0]?.status).toBe('active')
    await cli.daywire('subscribers', 'remove', 'Anna@example.org')
    expect((await listed())[0]?.status).toBe('unsubscribed')
    expect((await cli.daywire('subscribers', 'remove', 'nobody@example.org')).code).toBe(1)
  })

  test('--erase erases the person', async () => {
    await cli.daywire('subscribers', 'add', 'anna@example.org')
    await cli.daywire('subscribers', 'remove', 'anna@example.org', '--erase', '--dry-run')
    expect(await listed()).toHaveLength(1)
    await cli.daywire('subscribers', 'remove', 'anna@example.org', '--erase')
    expect(await listed()).toEqual([])
  })

  test('--suppress keeps every list from bringing the address back, also after --erase', async () => {
    await cli.daywire('subscribers', 'add', 'anna@example.org')
    const suppress = ['subscribers', 'remove', 'anna@example.org', '--suppress']
    const dry = await cli.daywire(...suppress, '--dry-run')
    expect(dry.stderr).toContain(
      'would unsubscribe anna@example.org from daily\nwould suppress anna@example.org\n',
    )
    expect((await listed())[0]?.status).toBe('active')
    const done = await cli.daywire(...suppress, '--erase', '--reason', 'asked by phone')
    expect(done.stderr).toContain('anna@example.org is suppressed')
    expect(await listed()).toEqual([])
    await cli.write('list.csv', 'email\nanna@example.org\n')
    const { code, stderr } = await cli.daywire('subscribers', 'import', 'list.csv')
    expect(code).toBe(1)
    expect(stderr).toContain('is suppressed: asked by phone')
  })

  test('--reason without --suppress is a usage error', async () => {
    await cli.daywire('subscribers', 'add', 'anna@example.org')
    const { code } = await cli.daywire('subscribers', 'remove', 'anna@example.org', '--reason', 'x')
    expect(code).toBe(2)
    expect((await listed())[0]?.status).toBe('active')
  })

  test('a person who unsubscribed is added again only with --again', async () => {
    await cli.daywire('subscribers', 'add', 'anna@example.org')
    await cli.daywire('subscribers', 'remove', 'anna@example.org')
    const plain = await cli.daywire('subscribers', 'add', 'anna@example.org')
    expect(plain.code).toBe(1)
    expect(plain.stderr).toContain('has unsubscribed')
    expect(plain.stderr).toContain('--again')
    expect((await cli.daywire('subscribers', 'add', 'anna@example.org', '--again')).code).toBe(0)
    expect((await listed())[0]?.status).toBe('active')
  })
})

describe('subscribers check-address', () => {
  test('prints one verdict a line, for arguments or lines of standard input', async () => {
    cli.type('ann@example.org\r\n\nann@gmial.com\nnobody\n')
    const { code, json, stderr } = await cli.daywire('subscribers', 'check-address', '--json')
    expect(code).toBe(0)
    expect(json()).toEqual([
      {
        address: 'ann@example.org',
        normalized: 'ann@example.org',
        verdict: 'deliverable',
        reasons: [],
        suggestion: null,
      },
      {
        address: 'ann@gmial.com',
        normalized: 'ann@gmial.com',
        verdict: 'risky',
        reasons: ['typo'],
        suggestion: 'ann@gmail.com',
      },
      {
        address: 'nobody',
        normalized: null,
        verdict: 'invalid',
        reasons: ['address-without-at'],
        suggestion: null,
      },
    ])
    expect(stderr).toContain('3 addresses: 1 deliverable, 1 risky, 1 invalid')
    const one = await cli.daywire('subscribers', 'check-address', 'Ann@Example.ORG', 'ann@gmail.con')
    expect(one.stdout).toBe(
      'Ann@Example.ORG: deliverable\nann@gmail.con: risky (unknown-ending, typo); perhaps ann@gmail.com\n',
    )
  })

  test('queries DNS only on request', async () => {
    cli.dns['example.org'] = ['mx.example.org']
    const { code, stdout } = await cli.daywire(
      'subscribers',
      'check-address',
      '--mx',
      'a@example.org',
      'a@example.net',
    )
    expect(code).toBe(1)
    expect(stdout).toBe('a@example.org: deliverable\na@example.net: invalid (no-such-domain)\n')
  })
})

describe('subscribers tag, stop and undo', () => {
  test('report how many readers are affected, act once that number is confirmed, and undo it', async () => {
    for (const name of ['anna', 'ben']) await cli.daywire('subscribers', 'add', `${name}@example.org`)
    const asked = await cli.daywire('subscribers', 'stop', '--search', 'anna')
    expect(asked).toMatchObject({ code: 0 })
    expect(asked.stderr).toContain('stop: 1 reader; nothing was done. To do it, add --confirm 1')
    const wrong = await cli.daywire('subscribers', 'stop', '--confirm', '7')
    expect(wrong).toMatchObject({ code: 1 })
    expect((await listed()).map(({ status }) => status)).toEqual(['active', 'active'])
    const done = await cli.daywire('subscribers', 'stop', '--search', 'anna', '--confirm', '1')
    expect(done.stderr).toContain('stop: 1 changed\nto undo it: daywire subscribers undo 3\n')
    expect((await listed()).map(({ status }) => status)).toEqual(['active', 'unsubscribed'])
    const undone = await cli.daywire('subscribers', 'undo', '3')
    expect(undone.stderr).toContain('action 3 is undone: 1 restored')
    expect((await listed()).map(({ status }) => status)).toEqual(['active', 'active'])
    expect(await cli.daywire('subscribers', 'undo', '3')).toMatchObject({ code: 1 })
    const tagged = await cli.daywire('subscribers', 'tag', 'press', '--confirm', '2')
    expect(tagged.stderr).toContain('tag: 2 changed')
    const exported = await cli.daywire('subscribers', 'export', '--tag', 'press', '--format', 'jsonl')
    expect(exported.stdout.trimEnd().split('\n')).toHaveLength(2)
    const none = await cli.daywire('subscribers', 'export', '--tag', 'radio')
    expect(none).toMatchObject({ code: 1 })
    expect(none.stderr).toContain('there is no tag “radio”')
  })
})

describe('subscribers export', () => {
  test('can be limited to a flag, such as a domain that accepts no e-mail', async () => {
    for (const address of ['info@herald.net', 'ada@herald.net', 'bo@gone.net'])
      await cli.daywire('subscribers', 'add', address)
    await cli.app(async ({ context }) => {
      const { domains } = openHandlers()
      const mailServers = async (domain: string) => (domain === 'gone.net' ? [] : ['in.herald.net'])
      const resolver = { ...context.resolver, mailServers, addresses: async () => [] }
      await domains.run({ ...context, resolver }, new AbortController().signal)
    })
    const flagged = async (flag: string) => {
      const { stdout } = await cli.daywire('subscribers', 'export', '--flag', flag, '--format', 'jsonl')
      return stdout
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as Row).email)
    }
    expect(await flagged('no-mail')).toEqual(['bo@gone.net'])
    expect(await flagged('role')).toEqual(['info@herald.net'])
    expect(await cli.daywire('subscribers', 'export', '--flag', 'odd')).toMatchObject({ code: 2 })
  })

  test('is imported again unchanged, including odd names and choices', async () => {
    const names = ['=1+1', "'=quoted", '"all quoted"', 'a,b;c', 'זהבה', '@SUM(A1)', '0012']
    for (const [index, name] of names.entries())
      await cli.daywire('subscribers', 'add', `r${index}@example.org`, '--name', name, '--topics', 'nuclear')
    const before = await listed()
    const { code } = await cli.daywire('subscribers', 'export', '--out', 'readers.csv')
    expect(code).toBe(0)
    const other = await openTestCli()
    try {
      await other.daywire('init')
      await other.write('readers.csv', await readFile(join(cli.cwd, 'readers.csv'), 'utf8'))
      const imported = await other.daywire('subscribers', 'import', 'readers.csv')
      expect([imported.code, imported.stderr]).toEqual([0, expect.stringContaining('7 new')])
      const after = (await other.daywire('subscribers', 'list', '--json')).json<Row>()
      const inOrder = (rows: Row[]) => rows.toSorted((a, b) => (a.email < b.email ? -1 : 1))
      expect(inOrder(after)).toEqual(inOrder(before))
    } finally {
      await other.drop()
    }
  })

  test('ends on request, and leaves no file', async () => {
    await cli.daywire('subscribers', 'add', 'ada@example.org')
    cli.stop.abort()
    expect(await cli.daywire('subscribers', 'export', '--out', 'readers.csv')).toMatchObject({
      code: 75,
      stderr: expect.stringContaining('stopped before all readers were exported'),
    })
    expect((await readdir(cli.cwd)).filter((file) => file.startsWith('readers.csv'))).toEqual([])
  })
})
