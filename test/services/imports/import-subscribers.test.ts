import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { importSubscribers, type ImportOptions } from '../../../src/services/imports/import-subscribers.ts'
import type { LeftOver } from '../../../src/services/imports/viewing/left-over.ts'
import { removeSubscriber } from '../../../src/services/subscribers/remove-subscriber.ts'
import { suppressAddress } from '../../../src/services/subscribers/suppressions/suppress-address.ts'
import type { Subscription } from '../../../src/core/entities/subscription.ts'
import { dialects } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { seeded } from '../subscribers/seeded.ts'
import { inPieces } from './bring-in.ts'
import { english } from '../../../src/core/said/sentence.ts'

const plan = {
  sheet: null,
  mode: 'add',
  basis: 'proof',
  proof: 'a list',
  neverMail: 'unsubscribed',
} as const

/** What became of a list, for tests. */
interface Imported {
  rows: number
  added: number
  known: number
  repeated: { line: number; of: number }[]
  rejected: { row: Pick<LeftOver, 'line' | 'fields' | 'raw'>; column: string; reason: LeftOver['reason'] }[]
  written: boolean
  encoding: unknown
}

describe.each(dialects)('a list is imported, on $name', ({ open }) => {
  let room: TestNewsroom
  /** The files of rejects that were handed over. */
  let rejects: string[]

  beforeEach(async () => {
    room = await testNewsroom(await open())
    await room.app.context.store.digests.put({ ...room.digest, key: 'weekly' }, room.clock.now())
    rejects = []
  })
  afterEach(() => room.close())

  async function importing(
    list: string | Buffer,
    { dryRun = false, takesRejects = true }: { dryRun?: boolean; takesRejects?: boolean } = {},
  ): Promise<Imported> {
    const rows: LeftOver[] = []
    const takeRejects = async (pieces: AsyncIterable<string>) =>
      void rejects.push((await Array.fromAsync(pieces)).join(''))
    const own = {
      takeRejects: takesRejects ? takeRejects : null,
      report: (row: LeftOver) => void rows.push(row),
      dryRun,
    }
    const { id, counts, facts } = await bring(list, own)
    const rejected = rows.filter(({ outcome }) => outcome !== 'repeated')
    const repeated = rows.filter(({ outcome }) => outcome === 'repeated')
    return {
      rows: counts.rows,
      added: counts.added,
      known: counts.known,
      repeated: repeated.map(({ line, reason }) => ({ line, of: Number(reason.params['line']) })),
      rejected: rejected.map(({ column, reason, ...row }) => ({ row, column, reason })),
      written: id !== null,
      encoding: facts.encoding,
    }
  }

  function bring(list: string | Buffer, own: Pick<ImportOptions, 'takeRejects' | 'report' | 'dryRun'>) {
    const upload = { fileName: 'list.csv', bytes: inPieces(list) }
    const options = { ...plan, digest: room.digest, map: new Map(), confirmed: null, ...own }
    return importSubscribers(room.app.context, upload, options, commandActor, new AbortController().signal)
  }

  /** Dry first, which must say what the run then says, and change nothing. */
  async function both(list: string | Buffer, takesRejects = true) {
    const before = await people()
    const dry = await importing(list, { dryRun: true, takesRejects })
    expect(dry.written).toBe(false)
    expect(await people()).toEqual(before)
    expect(rejects).toEqual([])
    const run = await importing(list, { takesRejects })
    expect(inWords(dry)).toEqual(inWords(run))
    return run
  }

  const inWords = ({ rows, added, known, repeated, rejected }: Imported) => ({
    rows,
    added,
    known,
    repeated,
    rejected: rejected.map(({ row, column, reason }) => `${row.line} ${column}: ${english(reason)}`),
  })

  async function people(): Promise<Subscription[]> {
    const filter = { digestId: room.digest.id, afterId: 0, count: 10_000, status: null }
    return room.app.context.store.subscribers.page(filter)
  }
  const names = async () => (await people()).map(({ email, name, status }) => `${email} ${name} ${status}`)

  async function leaves(email: string) {
    const removal = { erase: false, suppress: null, dryRun: false }
    await removeSubscriber(room.app.context, room.digest, email, removal, commandActor)
  }

  test('a dry run sees whoever has left or is suppressed, and changes no name of theirs', async () => {
    await room.reader('left@x.example', { name: 'Left' })
    await leaves('left@x.example')
    await room.reader('known@x.example', { name: 'Known' })
    const grounds = { reason: 'asked by phone', actor: commandActor, dryRun: false }
    await suppressAddress(room.app.context, 'never@x.example', grounds)
    const list =
      'email,name\nnew@x.example,New\nleft@x.example,Lefty\nNEVER@x.example,N\nknown@x.example,Other\n'
    const run = await both(list)
    expect(inWords(run)).toEqual({
      rows: 4,
      added: 1,
      known: 1,
      repeated: [],
      rejected: [
        '3 email: left@x.example has unsubscribed, and can be subscribed again only at their own request',
        '4 email: NEVER@x.example is suppressed: asked by phone',
      ],
    })
    expect(await names()).toEqual([
      'left@x.example Left unsubscribed',
      'known@x.example Known active',
      'new@x.example New active',
    ])
    expect(rejects).toHaveLength(1)
  })

  test('an address is read as lists have it, with the name before it where the row says none', async () => {
    const list = [
      'email,name',
      'Ann Lee <ann@x.example>,',
      '"Lee, Bob" <bob@x.example>,Robert',
      'mailto:carl@x.example,',
      'dora@x.example.;,',
      '"eve@x.example; fay@x.example",',
    ]
    expect(inWords(await both(list.join('\n')))).toEqual({
      rows: 5,
      added: 4,
      known: 0,
      repeated: [],
      rejected: [expect.stringMatching(/^6 email: .*several addresses/)],
    })
    expect((await names()).toSorted()).toEqual([
      'ann@x.example Ann Lee active',
      'bob@x.example Robert active',
      'carl@x.example null active',
      'dora@x.example null active',
    ])
  })

  test('hours are read as spreadsheets write them, and topics also with commas between', async () => {
    const list = [
      'email;hour;topics',
      'ann@x.example;7:30;nuclear, missiles',
      'bob@x.example;07:30:00;nuclear|missiles',
      'carl@x.example;24:00;',
      'dora@x.example;07:30:30;',
    ]
    const { added, rejected } = inWords(await both(list.join('\n')))
    expect(added).toBe(2)
    expect(rejected).toEqual([expect.stringMatching(/^4 hour: /), expect.stringMatching(/^5 hour: /)])
    for (const { hour, topics } of await people()) {
      expect(hour).toBe('07:30')
      expect(topics.toSorted()).toEqual(['missiles', 'nuclear'])
    }
  })

  test('one bad row keeps everything out, also one that only the store knows to be bad', async () => {
    await room.reader('left@x.example')
    await leaves('left@x.example')
    const run = await both('email\nnew@x.example\nleft@x.example\nlast@x.example\n', false)
    expect(run).toMatchObject({ written: false, added: 2, rejected: [{ column: 'email' }] })
    expect(await names()).toEqual(['left@x.example null unsubscribed'])
  })

  test('whose rejects cannot be written keeps everything out', async () => {
    const takeRejects = () => Promise.reject(new Error('the disk is full'))
    const own = { takeRejects, report: () => undefined, dryRun: false }
    await expect(bring('email\na@x.example\nnobody\n', own)).rejects.toThrow('full')
    expect(await people()).toEqual([])
  })

  test('the same person twice is known where nothing else is said of them, and rejected where it is', async () => {
    const run = await both(
      [
        'email,name,topics',
        'a@x.example,Ann,nuclear;missiles',
        'A@X.example,Ann,missiles|nuclear',
        'a@x.example,,nuclear;missiles',
        'a@x.example,Anna,nuclear;missiles',
        'a@x.example,Ann,',
        'b@x.example,,no-topic',
        'b@x.example,Bob,',
      ].join('\n'),
    )
    expect(inWords(run)).toMatchObject({
      rows: 7,
      added: 2,
      known: 2,
      repeated: [
        { line: 3, of: 2 },
        { line: 4, of: 2 },
      ],
      rejected: [
        expect.stringMatching(/^5 email: a@x.example is already on line 2/) as string,
        expect.stringMatching(/^6 email: a@x.example is already on line 2/) as string,
        expect.stringMatching(/^7 topics: there is no topic/) as string,
      ],
    })
    expect(await names()).toEqual(['a@x.example Ann active', 'b@x.example Bob active'])
  })

  test('a row says for which digest it is', async () => {
    const run = await both('email,digest\na@x.example,daily\nb@x.example,\nc@x.example,hourly\n')
    expect(inWords(run)).toMatchObject({
      added: 2,
      rejected: ['4 digest: there is no digest “hourly”; known: daily, weekly'],
    })
  })

  test('names come in from any encoding, and one that cannot be read is refused', async () => {
    const latin = Buffer.from('email;name\r\na@x.example;M\xfcller\r\n', 'latin1')
    expect(await both(latin)).toMatchObject({ added: 1, encoding: { name: 'windows-1252', isGuess: true } })
    const wide = Buffer.from('\ufeffemail\tname\r\nb@x.example\tÄnne\r\n', 'utf16le')
    expect(await both(wide)).toMatchObject({ added: 1, encoding: { name: 'utf-16le', isGuess: false } })
    const lost = await both('email,name\nc@x.example,Jos\ufffd\nd@x.example,Zoë\n')
    expect(lost).toMatchObject({ added: 1, rejected: [{ column: 'name' }], encoding: { name: 'utf-8' } })
    expect((await people()).map(({ name }) => name)).toEqual(['Müller', 'Änne', 'Zoë'])
  })

  test('a name is stored whole or not at all', async () => {
    const run = await both(`email,name\na@x.example,${'é'.repeat(200)}\nb@x.example,${'é'.repeat(201)}\n`)
    expect(inWords(run).rejected).toEqual(['3 name: is longer than 200 characters'])
    expect((await people())[0]?.name).toHaveLength(200)
  })

  test.each([
    ['a broken workbook', 'PK\x03\x04', 'the workbook cannot be read'],
    ['a page', '<!doctype html>', 'HTML'],
    ['nothing', '', 'empty'],
    ['noise', '\x01\x02\0\x03', 'line 1 cannot be read'],
  ])('%s is no list', async (_, text, words) => {
    await expect(importing(text)).rejects.toThrow(words)
  })

  test('a list of only its first line has no rows, and is done', async () => {
    expect(await both('email,name\r\n')).toMatchObject({ rows: 0, added: 0, written: true })
  })

  test('the rejects, corrected or not, are a list again', async () => {
    await both('email,name\n-a@x.example,"=SUM(A1)"\nb@x.example,Smith, John\nc@x.example,"Cem\n')
    expect(await names()).toEqual(['-a@x.example =SUM(A1) active'])
    const [file = ''] = rejects
    rejects = []
    const again = await both(file)
    expect(again).toMatchObject({ rows: 2, added: 0 })
    expect(rejects[0]).toMatch(
      /^line,column,reason,email,name\n2,row,.*,b@x.example,Smith, John\n3,email,.*,"c@x.example,""Cem",\n$/,
    )
    rejects = []
    const corrected = file
      .replace('Smith, John', '"Smith, John"')
      .replace(',"c@x.example,""Cem"', ',c@x.example')
    expect(await both(corrected)).toMatchObject({ rows: 2, added: 2, rejected: [] })
    expect(await names()).toEqual([
      '-a@x.example =SUM(A1) active',
      'b@x.example Smith, John active',
      'c@x.example null active',
    ])
  })

  test.each([1, 2, 3, 4, 5, 6])('of any mix of faults no row is lost: seed %i', async (seed) => {
    await room.reader('left@x.example')
    await leaves('left@x.example')
    const { list, rows, good } = mixedList(seed)
    const run = await both(list)
    const context = inWords(run)
    expect(context.added + context.known + context.rejected.length, JSON.stringify(context)).toBe(run.rows)
    const numbers = run.rejected.map(({ row }) => row.line)
    for (const { line, email } of good) expect(numbers, `${email} of line ${line}`).not.toContain(line)
    expect((await people()).map(({ email }) => email)).toEqual(
      expect.arrayContaining(good.map(({ email }) => email)),
    )
    // Each line that was written is a row, or stands in the raw text of one that is rejected.
    const covered = run.rejected.reduce(
      (sum, { row }) => sum + (row.raw ?? row.fields.join('')).split('\n').length,
      0,
    )
    expect(context.added + context.known + covered).toBe(rows)
  })
})

/** Good rows and rows with every kind of fault, with line ends of every kind; `rows` counts lines that are not blank. */
function mixedList(seed: number) {
  const { pick, int } = seeded(seed)
  const faulty = [
    (at: number) => `f${at}@x.example,"Ann`,
    (at: number) => `f${at}@x.example,Ann"`,
    (at: number) => `f${at}@x.example,"Ann" Lee,`,
    (at: number) => `f${at}@x.example,Smith, John, Jr`,
    (at: number) => `f${at}@x.example,An\0n,`,
    (at: number) => `f${at}@x.example,An\ufffdn,`,
    (at: number) => `f${at}@x.example/..,Ann,`,
    (at: number) => `f${at}@1.2.3,Ann,`,
    (at: number) => `f${at}@x.example,Ann,weather`,
    (at: number) => `f${at}@x.example,"Ann\n${at}",`,
    (at: number) => `f${at}@x.example,${'x'.repeat(300)},`,
    () => 'left@x.example,Left,',
    () => 'words',
    () => '"',
    () => ',Ann,',
  ]
  const written = [
    (email: string) => `${email},Ann,`,
    (email: string) => `${email}, "Lee, Ann" ,nuclear`,
    (email: string) => `"${email}",Ann "Annie" Lee,nuclear;missiles`,
    (email: string) => `${email},Müller,,,`,
    (email: string) => email,
  ]
  let list = 'email,name,topics\r\n'
  let line = 2
  let rows = 0
  const good: { line: number; email: string }[] = []
  for (let at = 0; at < 120; at += 1) {
    const end = pick(['\n', '\r\n', '\r'])
    const email = `g${at}@x.example`
    const isGood = int(2) === 0
    const row = isGood ? pick(written)(email) : pick(faulty)(at)
    if (isGood) good.push({ line, email })
    // A row that begins with LF after one that ends in CR would make one end of both.
    list += row + end
    line += row.split('\n').length
    rows += row.split('\n').length
    if (int(10) === 0) {
      list += ' \n'
      line += 1
    }
  }
  return { list, rows, good }
}
