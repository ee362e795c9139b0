import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import { describe, expect, test } from 'vitest'
import { neutralised, restored } from '../../../src/services/subscribers/list-file/formula.ts'
import { otherKindOf } from '../../../src/services/subscribers/list-file/other-kinds.ts'
import { readList, type ListRow } from '../../../src/services/subscribers/list-file/read-list.ts'
import { rejectsFile } from '../../../src/services/subscribers/list-file/rejects-file.ts'
import { seeded } from './seeded.ts'
import { text } from '../../../src/core/said/said.ts'
import { english } from '../../../src/core/said/sentence.ts'

function opened(text: string) {
  const reading = readList(text)
  if (!reading.ok) throw new Error(english(reading.reason))
  return { ...reading.list, rows: [...reading.list.rows] }
}

const refusal = (text: string) => {
  const reading = readList(text)
  return reading.ok ? null : english(reading.reason)
}

/** Each row as `line email|name`, or `line column: reason` where it has a fault. */
const said = (text: string) =>
  opened(text).rows.map(({ line, field, fault }) =>
    fault
      ? `${line} ${fault.column}: ${english(fault.reason)}`
      : `${line} ${field('email')}|${field('name')}`,
  )

describe('lines', () => {
  test.each(['\n', '\r\n', '\r'])('end in %j', (end) => {
    expect(said(['email,name', 'a@x.example,Ann', '', 'b@x.example,Bob'].join(end))).toEqual([
      '2 a@x.example|Ann',
      '4 b@x.example|Bob',
    ])
  })

  test('may each end otherwise, and are counted as people count them', () => {
    expect(
      said('email,name\r\na@x.example,Ann\nb@x.example,Bob\rc@x.example,Cem\r\n\r\nd@x.example,\n'),
    ).toEqual(['2 a@x.example|Ann', '3 b@x.example|Bob', '4 c@x.example|Cem', '6 d@x.example|'])
  })

  test('without anything in them are no rows', () => {
    expect(said('\n\nemail,name\n,\n  \n" ",""\na@x.example,Ann\n,,,\n')).toEqual(['7 a@x.example|Ann'])
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
  ])('%s is %s', (written, name) => {
    expect(said(`email,name\na@x.example,${written}\nb@x.example,Bob\n`)).toEqual([
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
  ])('%s spoils its own row and no other', (written) => {
    for (const next of ['b@x.example,Bob', '"b@x.example","Bob"', 'b@x.example,"Bob ""B"" Lee"'])
      for (const rest of ['', '\nc@x.example,"Cem"', '\nc@x.example,Cem\nd@x.example,"Dot, x"\n']) {
        const rows = said(`email,name\na@x.example,${written}\n${next}${rest}`)
        expect(rows[0], next).toMatch(/^2 name: /)
        expect(
          rows.slice(1).every((row) => !/^\d+ \w+: /.test(row)),
          rows.join('\n'),
        ).toBe(true)
        expect(rows).toHaveLength(2 + rest.trim().split('\n').filter(Boolean).length)
      }
  })

  test('a line break inside is one row, rejected by name', () => {
    expect(said('email,name\na@x.example,"Ann\nLee"\nb@x.example,Bob\n')).toEqual([
      '2 name: contains a line break',
      '4 b@x.example|Bob',
    ])
    expect(said('name,email\r\n"Ann\r\nLee",a@x.example\r\nBob,b@x.example\r\n')).toEqual([
      '2 name: contains a line break',
      '4 b@x.example|Bob',
    ])
    expect(said('email,name\n"a@x.example\n",Ann\n')).toEqual(['2 email: contains a line break'])
    expect(said('email,name\na@x.example,"Ann\u2028Lee"\n')).toEqual(['2 name: contains a line break'])
  })

  test('a quote that is never closed ends before whatever is a row, and after twenty lines', () => {
    expect(said('email,name\na@x.example,"Ann\nb@x.example,Bob\nc@x.example,Cem"\n')).toEqual([
      '2 name: begins with a quote that is never closed',
      '3 b@x.example|Bob',
      '4 name: has a single quote; quotes must come in pairs',
    ])
    const long = said(`email,name\na@x.example,"Ann\n${'words\n'.repeat(30)}Lee"\nb@x.example,Bob\n`)
    expect(long).toHaveLength(33)
    expect(long.at(-1)).toBe('34 b@x.example|Bob')
  })

  test('what is well written is read as csv-parse reads it', () => {
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
      const read = opened(text).rows
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
    [',', 'email,name,,topics,,'],
  ])('separates with %j: %j', (delimiter, header) => {
    const list = opened(`${header}\n`)
    expect(list.delimiter).toBe(delimiter)
    expect(list.columns.filter(Boolean)).toEqual(['email', 'name', 'topics'])
    expect(list.rows).toEqual([])
  })

  test('names a column in words', () => {
    expect(opened('E-Mail,Time Zone\n').columns).toEqual(['email', 'time_zone'])
  })

  test.each([
    ['', 'the file is empty'],
    ['\n \r\n', 'the file is empty'],
    ['sep=;\n', 'the file is empty'],
    ['name,topics\n', 'it has no column email'],
    ['Mail Address,E-Mail\n', 'it has unknown columns: “Mail Address”; a list may'],
    ['email,colour\n', 'it has unknown columns: “colour”'],
    ['em\x01il,name\n', 'the file may not be text'],
    ['em\ufffdil,name\n', 'the file may not be text'],
    ['email,email\n', 'names the column email twice'],
    ['email,name,Name\n', 'names the column name twice'],
    ['a@x.example,Ann\n', 'it contains an address'],
    ['email,"name\na@x.example,Ann\n', 'never closed'],
    [`email,${'x'.repeat(5000)}`, 'it has unknown columns: “xxx'],
  ])('%j is refused: %s', (text, words) => {
    expect(refusal(text)).toContain(words)
    expect(refusal(text)?.length).toBeLessThan(300)
  })

  test('counts from where it stands', () => {
    expect(refusal('\n\nemail,colour\n')).toMatch(/^line 3 /)
    expect(said('sep=,\n\nemail,name\na@x.example,Ann\n')).toEqual(['4 a@x.example|Ann'])
  })
})

describe('a row', () => {
  test('with more fields than the first line names is rejected; empty ones are none', () => {
    expect(said('email,name\na@x.example,Smith, John\nb@x.example,Bob,,\nc@x.example\n')).toEqual([
      expect.stringContaining('2 row: has 3 fields, but the first line names 2') as string,
      '3 b@x.example|Bob',
      '4 c@x.example|',
    ])
  })

  test('with something in a column without a name is rejected', () => {
    expect(said('email,,name,\na@x.example,x,Ann,\nb@x.example,,Bob,\nc@x.example, ,Cem,y\n')).toEqual([
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
  ])('with %s in its name is rejected', (_, name, reason) => {
    const [first, second] = said(`email,name\na@x.example,${name}\nb@x.example,Bob\n`)
    expect(first).toContain(`2 name: contains ${reason}`)
    expect(second).toBe('3 b@x.example|Bob')
  })

  test('beyond 10,000 characters is rejected', () => {
    expect(said(`email,name\na@x.example,${'x'.repeat(10_000)}\nb@x.example,Bob\n`)).toEqual([
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
  test.each(formulas)('%j begins with a quote, and comes back', (text) => {
    expect(neutralised(text)).toBe(`'${text}`)
    expect(restored(neutralised(text))).toBe(text)
  })

  test.each(['Ann', "O'Neil", "'tis", "'", '', '1+1', 'a@x.example', '“=”'])('%j stays', (text) => {
    expect(neutralised(text)).toBe(text)
    expect(restored(text)).toBe(text)
  })
})

describe('the file of rejects', () => {
  const rejected = (csv: string, reason = 'no') => {
    const list = opened(csv)
    return rejectsFile(
      list,
      list.rows.map((row: ListRow) => ({
        row,
        column: row.fault?.column ?? 'email',
        reason: row.fault?.reason ?? text(reason),
      })),
    )
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
  ])('keeps %s, through any number of rounds', (_, text) => {
    const once = rejected(text)
    const values = (list: string) =>
      opened(list).rows.map(({ fields, field, fault }) => [
        field('email'),
        field('name'),
        fields.length > 0,
        fault?.column,
      ])
    expect(values(once)).toEqual(values(text))
    const twice = rejected(once)
    expect(rejected(twice)).toBe(twice)
    for (const row of parse(once, { delimiter: opened(once).delimiter }))
      for (const cell of row) expect(cell).not.toMatch(/^\s*[=+\-@\t\r]/)
  })

  test('keeps what cannot be taken apart whole, rejected again until it is corrected', () => {
    const text = 'name,email\n"Ann,a@x.example\n=1"x,b@x.example\n'
    const once = rejected(text)
    expect(parse(once, { from: 2 }).map(([, email]) => email)).toEqual([
      '"Ann,a@x.example',
      `'=1"x,b@x.example`,
    ])
    expect(opened(once).rows.map(({ fault, field }) => fault ?? field('email'))).toEqual([
      '"Ann,a@x.example',
      '=1"x,b@x.example',
    ])
  })
})

describe('what is no list says what it is', () => {
  test.each([
    ['PK\x03\x04\x14', 'XLSX'],
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
  ])('%j', (head, kind) => {
    expect(english(otherKindOf(Buffer.from(head, 'latin1'))?.is ?? '')).toContain(kind)
  })

  test.each(['email,name\n', '\xef\xbb\xbfemail', 'sep=;\n', '', '"email"', '<ann@x.example>'])(
    '%j may be one',
    (head) => {
      expect(otherKindOf(Buffer.from(head, 'latin1'))).toBeNull()
    },
  )
})

test('the worst cases are read line by line: open quotes everywhere, blanks, separators, one long line', () => {
  const lines = 100_000
  const count = (row: string) => opened(`email,name\n${row.repeat(lines)}`).rows.length
  expect(count('a@x.example,"Ann\n')).toBe(lines)
  expect(count('"\nx\n')).toBeGreaterThanOrEqual(lines / 2)
  expect(count('a@x.example,"\nword\n')).toBeGreaterThanOrEqual(lines)
  expect(count('""""","\n')).toBe(lines)
  expect(opened(`email,name\n${' '.repeat(1_000_000)}"${','.repeat(1_000_000)}`).rows).toHaveLength(1)
  expect(opened(`email,name\n${'"",'.repeat(500_000)}x`).rows).toHaveLength(1)
})
