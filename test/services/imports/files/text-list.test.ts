import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import { describe, expect, test } from 'vitest'
import { english } from '../../../../src/core/said/sentence.ts'
import { text } from '../../../../src/core/said/said.ts'
import { ownColumns } from '../../../../src/services/imports/columns/own-columns.ts'
import { readMapped } from '../../../../src/services/imports/columns/read-mapped.ts'
import { neutralised, restored } from '../../../../src/services/imports/files/formula.ts'
import { otherKindOf } from '../../../../src/services/imports/files/other-kinds.ts'
import { rejectsHeader, rejectsRow } from '../../../../src/services/imports/files/rejects-file.ts'
import { seeded } from '../../subscribers/seeded.ts'
import { inPieces, opening } from './opening.ts'

async function opened(list: string) {
  const { facts, rows } = await opening(list)
  const own = ownColumns(facts)
  if (!own.ok) throw new Error(english(own))
  return { ...facts, rows, columns: own.columns }
}

const refusal = async (list: string) => {
  try {
    await opened(list)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : null
  }
}

/** Each row as `line email|name`, or `line column: reason` where it has a fault. */
const said = async (list: string) => {
  const table = await opened(list)
  return table.rows.map((row) => {
    const read = readMapped(row, table)
    return read.ok
      ? `${row.line} ${read.row.email}|${read.row.name}`
      : `${row.line} ${read.field ?? 'row'}: ${english(read.reason)}`
  })
}

describe('lines', () => {
  test.each(['\n', '\r\n', '\r'])('end in %j', async (end) => {
    expect(await said(['email,name', 'a@x.example,Ann', '', 'b@x.example,Bob'].join(end))).toEqual([
      '2 a@x.example|Ann',
      '4 b@x.example|Bob',
    ])
  })

  test('may each end otherwise, and are counted as people count them', async () => {
    expect(
      await said('email,name\r\na@x.example,Ann\nb@x.example,Bob\rc@x.example,Cem\r\n\r\nd@x.example,\n'),
    ).toEqual(['2 a@x.example|Ann', '3 b@x.example|Bob', '4 c@x.example|Cem', '6 d@x.example|'])
  })

  test('without anything in them are no rows', async () => {
    expect(await said('\n\nemail,name\n,\n  \n" ",""\na@x.example,Ann\n,,,\n\x1a')).toEqual([
      '7 a@x.example|Ann',
    ])
  })
})

describe('quotes', () => {
  test.each([
    ['"Lee, Ann"', 'Lee, Ann'],
    [' "Lee, Ann"', 'Lee, Ann'],
    ['\t"Lee, Ann" ', 'Lee, Ann'],
    ['"Ann ""Annie"" Lee"', 'Ann "Annie" Lee'],
    ['Ann "Annie" Lee', 'Ann "Annie" Lee'],
    ['""', ''],
    ['""""', '"'],
    ['O’Neil', 'O’Neil'],
    ["O'Neil", "O'Neil"],
    ['="0012"', '0012'],
    ['"=""Ann"""', 'Ann'],
    ['"Lee, Ann" <ann@x.example>', '"Lee, Ann" <ann@x.example>'],
  ])('%s is %s', async (written, name) => {
    expect(await said(`email,name\na@x.example,${written}\nb@x.example,Bob\n`)).toEqual([
      `2 a@x.example|${name}`,
      '3 b@x.example|Bob',
    ])
  })

  test.each([
    '"Ann',
    '"Ann, Bob',
    'Ann"',
    '5" Ann',
    '"Ann" Lee',
    '"Ann "Annie" Lee"',
    '"Ann \\"Annie\\" Lee"',
    'Ann "the, younger" Lee',
    '"',
    '"""',
  ])('%s spoils its own row and no other', async (written) => {
    for (const next of ['b@x.example,Bob', '"b@x.example","Bob"', 'b@x.example,"Bob ""B"" Lee"'])
      for (const rest of ['', '\nc@x.example,"Cem"', '\nc@x.example,Cem\nd@x.example,"Dot, x"\n']) {
        const rows = await said(`email,name\na@x.example,${written}\n${next}${rest}`)
        expect(rows[0], next).toMatch(/^2 name: /)
        expect(
          rows.slice(1).every((row) => !/^\d+ \w+: /.test(row)),
          rows.join('\n'),
        ).toBe(true)
        expect(rows).toHaveLength(2 + rest.trim().split('\n').filter(Boolean).length)
      }
  })

  test('a line break inside is one row, rejected by name', async () => {
    expect(await said('email,name\na@x.example,"Ann\nLee"\nb@x.example,Bob\n')).toEqual([
      '2 name: contains a line break',
      '4 b@x.example|Bob',
    ])
    expect(await said('name,email\r\n"Ann\r\nLee",a@x.example\r\nBob,b@x.example\r\n')).toEqual([
      '2 name: contains a line break',
      '4 b@x.example|Bob',
    ])
    expect(await said('email,name\n"a@x.example\n",Ann\n')).toEqual(['2 email: contains a line break'])
    expect(await said('email,name\na@x.example,"Ann\u2028Lee"\n')).toEqual(['2 name: contains a line break'])
  })

  test('a quote that is never closed ends before whatever is a row, and after twenty lines', async () => {
    expect(await said('email,name\na@x.example,"Ann\nb@x.example,Bob\nc@x.example,Cem"\n')).toEqual([
      '2 name: begins with a quote that is never closed',
      '3 b@x.example|Bob',
      '4 name: has a single quote; quotes must come in pairs',
    ])
    const long = await said(`email,name\na@x.example,"Ann\n${'words\n'.repeat(30)}Lee"\nb@x.example,Bob\n`)
    expect(long).toHaveLength(33)
    expect(long.at(-1)).toBe('34 b@x.example|Bob')
  })

  test('what is well written is read as csv-parse reads it', async () => {
    const { pick, int } = seeded(7)
    const parts = ['Ann', ' ', ',', '"', '""', ';', '|', "'", 'é', '用', '', '=', 'x y']
    for (let round = 0; round < 300; round += 1) {
      const rows = Array.from({ length: int(6) + 1 }, (_, at) => [
        `r${at}@x.example`,
        Array.from({ length: int(6) }, () => pick(parts)).join(''),
      ])
      const text = stringify([['email', 'name'], ...rows], {
        quoted: round % 2 === 0,
        record_delimiter: pick(['\n', '\r\n', '\r']),
      })
      const known = parse(text, { from: 2, record_delimiter: ['\r\n', '\n', '\r'] })
      const read = (await opened(text)).rows
      expect(
        read.map(({ fields }) => fields),
        text,
      ).toEqual(known.map((row) => row.map(restored)))
    }
  })
})

describe('the first line', () => {
  test.each([
    [',', 'email,name,topics'],
    [';', 'email;name;topics'],
    ['\t', 'email\tname\ttopics'],
    ['|', 'email|name|topics'],
    [',', 'Email, NAME ,Topics'],
    [',', '"email","name","topics"'],
    [';', '\ufeff\ufeffemail;name;topics'],
    [';', 'sep=;\r\nemail;name;topics'],
    [';', '"sep=;"\nemail;name;topics'],
    ['\t', 'SEP=\t\nemail\tname\ttopics'],
    ['^', 'sep=^\nemail^name^topics'],
    [':', 'email:name:topics\na@x.example:Ann:'],
    ['^', 'email^name^topics\na@x.example^Ann^'],
    ['~', 'email~name~topics\na@x.example~Ann, Lee~'],
    [',', 'email,name,,topics,,'],
    [',', '="email",="name",="topics"'],
  ])('separates with %j: %j', async (delimiter, header) => {
    const list = await opened(`${header}\n`)
    expect(list.delimiter).toBe(delimiter)
    expect(list.columns.filter(Boolean)).toEqual(['email', 'name', 'topics'])
    expect(list.rows.map(({ fields }) => fields[0])).toEqual(header.includes('\na@') ? ['a@x.example'] : [])
  })

  test.each([
    ['# exported on Monday\n# by hand\n', 'email,name\na@x.example,Ann\n', 3],
    ['Members of the club;;\n;;\n', 'email;name;\na@x.example;Ann;\n', 3],
    ['Members\n\n', 'Name\tE-Mail\nAnn\ta@x.example\n', 3],
    ['sep=;\nMembers\n', 'email;name\na@x.example;Ann\n', 3],
  ])('may have a title or comments above it: %j', async (above, list, line) => {
    const table = await opened(above + list)
    expect(table.firstLine).toBe(line)
    expect(await said(above + list)).toEqual([`${line + 1} a@x.example|Ann`])
  })

  test('has nothing above it that may be a person', async () => {
    expect(await refusal('Bob,b@x.example\nemail,name\na@x.example,Ann\n')).toContain(
      'it contains an address',
    )
    expect(await refusal('Ann..Lee@x.example,Ann\nb@x.example,Bob\n')).toContain('it contains an address')
    expect(await said('ann..lee@x.example\nb@x.example\n')).toEqual([
      '1 ann..lee@x.example|',
      '2 b@x.example|',
    ])
  })

  test('names a column in words', async () => {
    expect((await opened('E-Mail,Time Zone\n')).columns).toEqual(['email', 'time_zone'])
    expect((await opened('E-Mail-Adresse;Vorname;Nachname;Status\n')).columns).toEqual([
      'email',
      'first_name',
      'last_name',
      'status',
    ])
    expect((await opened('"דוא""ל",שם פרטי,שם משפחה\n')).columns).toEqual([
      'email',
      'first_name',
      'last_name',
    ])
  })

  test.each([
    ['', 'the file is empty'],
    ['\n \r\n', 'the file is empty'],
    ['sep=;\n', 'the file is empty'],
    ['name,topics\n', 'it has no column email'],
    ['Mail Address,E-Mail\n', 'it has unknown columns: “E-Mail”; a list may'],
    ['email,colour\n', 'it has unknown columns: “colour”'],
    ['em\x01il,name\n', 'the file may not be text'],
    ['em\ufffdil,name\n', 'the file may not be text'],
    ['email,email\n', 'names the column email twice'],
    ['email,name,Name\n', 'names the column Name twice'],
    ['a@x.example,Ann\n', 'it contains an address'],
    ['email,"name\na@x.example,Ann\n', 'never closed'],
    [`email,${'x'.repeat(5000)}`, 'it has unknown columns: “xxx'],
  ])('%j is refused: %s', async (text, words) => {
    expect(await refusal(text)).toContain(words)
    expect((await refusal(text))?.length).toBeLessThan(450)
  })

  test('counts from where it stands', async () => {
    expect(await refusal('\n\nemail,colour\n')).toMatch(/^line 3 /)
    expect(await said('sep=,\n\nemail,name\na@x.example,Ann\n')).toEqual(['4 a@x.example|Ann'])
  })
})

describe('a row', () => {
  test('with more fields than the first line names is rejected; empty ones are none', async () => {
    expect(await said('email,name\na@x.example,Smith, John\nb@x.example,Bob,,\nc@x.example\n')).toEqual([
      expect.stringContaining('2 row: has 3 fields, but the first line names 2') as string,
      '3 b@x.example|Bob',
      '4 c@x.example|',
    ])
  })

  test('with something in a column without a name is rejected', async () => {
    expect(await said('email,,name,\na@x.example,x,Ann,\nb@x.example,,Bob,\nc@x.example, ,Cem,y\n')).toEqual([
      '2 row: has a field in column 2, which the first line does not name',
      '3 b@x.example|Bob',
      '4 row: has a field in column 4, which the first line does not name',
    ])
  })

  test.each([
    ['a NUL', 'An\0n', 'a control character'],
    ['an escape', 'An\x1b[2Jn', 'a control character'],
    ['a control of Latin-1', 'An\u009dn', 'a control character'],
    ['a tab', 'An\tn', 'a control character'],
    ['a lost character', 'An\ufffdn', 'a character that was lost'],
    ['a vertical tab', 'An\vn', 'a line break'],
    ['a next line', 'An\u0085n', 'a line break'],
    ['the error of a formula', '#N/A', '#N/A, which a formula gave'],
    ['the error of a German formula', '#WERT!', '#WERT!, which a formula gave'],
  ])('with %s in its name is rejected', async (_, name, reason) => {
    const [first, second] = await said(`email,name\na@x.example,${name}\nb@x.example,Bob\n`)
    expect(first).toContain(`2 name: contains ${reason}`)
    expect(second).toBe('3 b@x.example|Bob')
  })

  test('beyond 10,000 characters is rejected', async () => {
    expect(await said(`email,name\na@x.example,${'x'.repeat(10_000)}\nb@x.example,Bob\n`)).toEqual([
      '2 row: is longer than 10000 characters',
      '3 b@x.example|Bob',
    ])
  })
})

describe('formulas', () => {
  const formulas = [
    '=1+1',
    '+1',
    '-1',
    '@x',
    '\tx',
    '\rx',
    '\nx',
    ' =1',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    "'=1",
    "''+1",
    '=cmd|x!A1',
  ]
  test.each(formulas)('%j begins with a quote, and comes back', async (text) => {
    expect(neutralised(text)).toBe(`'${text}`)
    expect(restored(neutralised(text))).toBe(text)
  })

  test.each(['Ann', "O'Neil", "'tis", "'", '', '1+1', 'a@x.example', '“=”'])('%j stays', async (text) => {
    expect(neutralised(text)).toBe(text)
    expect(restored(text)).toBe(text)
  })
})

describe('the file of rejects', () => {
  const rejected = async (csv: string, reason = 'no') => {
    const table = await opened(csv)
    const rows = table.rows.map((row) => {
      const read = readMapped(row, table)
      return rejectsRow(table, {
        row,
        column: read.ok ? 'email' : (read.field ?? 'row'),
        reason: read.ok ? text(reason) : read.reason,
      })
    })
    return rejectsHeader(table) + rows.join('')
  }
  const values = async (list: string) => {
    const table = await opened(list)
    const [emailAt, nameAt] = [table.columns.indexOf('email'), table.columns.indexOf('name')]
    return table.rows.map(({ fields, fault }) => [
      fields[emailAt],
      fields[nameAt],
      fields.length > 0,
      fault && english(fault.reason).replace(/\d/g, 'n'),
    ])
  }

  test.each([
    ['formulas', 'email,name\n-a@x.example,"=HYPERLINK(""x"")"\n+b@x.example,@me\n'],
    ['quotes, separators and blanks', 'email;name\na@x.example;"Lee; ""Ann"""\nb@x.example;"  Bob "\n'],
    ['line breaks', 'email,name\na@x.example,"Ann\rLee"\nb@x.example,"Bob\n\nx"\n'],
    ['tabs between', 'email\tname\na@x.example\tLee, Ann\n'],
    ['a separator of its own', 'sep=^\nemail^name\na@x.example^Lee, Ann\n'],
    ['reasons of before', 'email,reason,name\na@x.example,"email: old",Ann\n'],
    ['nameless columns', 'email,,name\na@x.example,x,Ann\n'],
    ['fields beyond the last', 'email,name\na@x.example,Smith, John,,x\nb@x.example,Bob\n'],
  ])('keeps %s, through any number of rounds', async (_, text) => {
    const once = await rejected(text)
    expect(await values(once)).toEqual(await values(text))
    const twice = await rejected(once)
    expect(await rejected(twice)).toBe(twice)
    const { delimiter } = await opened(once)
    for (const row of parse(once, { delimiter: delimiter ?? ',', relax_column_count: true }))
      for (const cell of row) expect(cell).not.toMatch(/^\s*[=+\-@\t\r]/)
  })

  test('keeps what cannot be taken apart whole, rejected again until it is corrected', async () => {
    const text = 'name,email\n"Ann,a@x.example\n=1"x,b@x.example\n'
    const once = await rejected(text)
    expect(once).toMatch(/^line,column,reason,name,email\n2,name,/)
    expect(parse(once, { from: 2 }).map((row) => row[4])).toEqual(['"Ann,a@x.example', `'=1"x,b@x.example`])
    expect((await opened(once)).rows.map(({ fault, fields }) => fault ?? fields[4])).toEqual([
      '"Ann,a@x.example',
      '=1"x,b@x.example',
    ])
  })
})

describe('what is no list says what it is', () => {
  test.each([
    ['\xd0\xcf\x11\xe0\xa1\xb1', 'XLS'],
    ['\x1f\x8b\x08', 'gzip'],
    ['%PDF-1.7', 'PDF'],
    ['\x89PNG\r\n', 'picture'],
    ['SQLite format 3\0', 'SQLite'],
    ['\n<!DOCTYPE html><html>', 'HTML'],
    ['<table><tr><td>email', 'HTML'],
    ['\xef\xbb\xbf<?xml version="1.0"?>', 'XML'],
    ['[{"email":"a@x.example"}]', 'JSON'],
    ['{\n "subscribers": []}', 'JSON'],
    ['{\\rtf1', 'RTF'],
    ['BEGIN:VCARD\r\n', 'vCard'],
  ])('%j', async (head, kind) => {
    expect(english(otherKindOf(Buffer.from(head, 'latin1'))?.is ?? '')).toContain(kind)
  })

  test.each(['email,name\n', '\xef\xbb\xbfemail', 'sep=;\n', '', '"email"', '<ann@x.example>'])(
    '%j may be one',
    (head) => {
      expect(otherKindOf(Buffer.from(head, 'latin1'))).toBeNull()
    },
  )
})

test('a list that was found to be UTF-8 is not surveyed again, one of another encoding is', async () => {
  const bytesReadOf = async (list: Buffer) => {
    const { facts, rows } = await opening(list)
    let bytesRead = 0
    const source = inPieces(list, 1000)
    const again = await opening(
      {
        ...source,
        async *chunks(from) {
          for await (const piece of source.chunks(from)) {
            bytesRead += piece.length
            yield piece
          }
        },
      },
      facts,
    )
    expect(again).toEqual({ facts, rows })
    return bytesRead
  }
  const list = `email,name\n${'ann@x.example,Zoë\n'.repeat(5000)}`
  const surveyed = await bytesReadOf(Buffer.from(list, 'latin1'))
  expect(surveyed).toBeGreaterThan(2 * list.length)
  const utf8 = Buffer.from(list)
  expect(await bytesReadOf(utf8)).toBeLessThan(utf8.length + 0.1 * utf8.length)
})

test('the worst cases are read line by line: open quotes everywhere, blanks, separators, one long line', async () => {
  const lines = 100_000
  const count = async (row: string) => (await opened(`email,name\n${row.repeat(lines)}`)).rows.length
  expect(await count('a@x.example,"Ann\n')).toBe(lines)
  expect(await count('"\nx\n')).toBeGreaterThanOrEqual(lines / 2)
  expect(await count('a@x.example,"\nword\n')).toBeGreaterThanOrEqual(lines)
  expect(await count('""""","\n')).toBe(lines)
  expect((await opened(`email,name\n${' '.repeat(1_000_000)}"${','.repeat(1_000_000)}`)).rows).toHaveLength(1)
  expect((await opened(`email,name\n${'"",'.repeat(500_000)}x`)).rows).toHaveLength(1)
})
