import { describe, expect, test } from 'vitest'
import { decodeList as decoding } from '../../../src/sources/text/list-charset.ts'

/** The whole text of a list in chunks of a few bytes, and its charset. */
async function decodeList(bytes: Buffer, size = 7) {
  const file = { name: '', bytes: bytes.length, chunks: (from = 0) => pieces(bytes.subarray(from), size) }
  const { name, from, texts } = await decoding(file)
  let text = ''
  for await (const piece of texts()) text += piece.text
  return { name, from, text }
}

async function* pieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const list = 'email;name\r\nm@example.org;Müller\r\nj@example.org;José Ibáñez\r\n'
const bytes = (...parts: (string | number[] | Buffer)[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  )
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16()

const listOf = (names: readonly string[]): string =>
  `email,name\n${names.map((name, at) => `reader${at}@example.org,${name}\n`).join('')}`

/** Text in a single-byte charset. */
function encoded(text: string, label: string): Buffer {
  const decoder = new TextDecoder(label)
  const codes = new Map(Array.from({ length: 256 }, (_, code) => [decoder.decode(Buffer.of(code)), code]))
  return Buffer.from(Array.from(text, (character) => codes.get(character) ?? 0x3f))
}

describe('a list is decoded as', () => {
  test.each<[string, Buffer, string]>([
    ['UTF-8', Buffer.from(list), 'utf-8'],
    ['UTF-8 with its byte order mark', bytes([0xef, 0xbb, 0xbf], Buffer.from(list)), 'utf-8'],
    [
      'UTF-16 with its byte order mark, little-endian',
      bytes([0xff, 0xfe], Buffer.from(list, 'utf16le')),
      'utf-16le',
    ],
    ['UTF-16 with its byte order mark, big-endian', bytes([0xfe, 0xff], utf16be(list)), 'utf-16be'],
    ['UTF-16 without one, little-endian', Buffer.from(list, 'utf16le'), 'utf-16le'],
    ['UTF-16 without one, big-endian', utf16be(list), 'utf-16be'],
    ['windows-1252', bytes(list), 'windows-1252'],
  ])('%s', async (_, input, name) => {
    expect(await decodeList(input)).toMatchObject({ text: list, name })
  })

  test.each([
    ['windows-1251', 'Иван Петров|Мария Иванова|Сергей Смирнов|Ольга Кузнецова|Анна Соколова'],
    ['koi8-r', 'Иван Петров|Мария Иванова|Сергей Смирнов|Ольга Кузнецова|Анна Соколова'],
    ['iso-8859-7', 'Γιώργος Παπαδόπουλος|Ελένη Νικολάου|Κώστας Γεωργίου'],
  ])('%s by its letters, however many addresses are around them', async (label, names) => {
    const text = listOf(names.split('|'))
    expect((await decodeList(encoded(text, label))).text).toBe(text)
  })

  test.each([
    ['windows-1255', 'משה כהן|שרה לוי|דוד ישראלי'],
    ['windows-1250', 'Łukasz Żółć|Świętosława Gąbka|Małgorzata Wójcik'],
    ['iso-8859-2', 'Jiří Čermák|Tomáš Dvořák|Kateřina Novotná|Ondřej Růžička'],
    ['windows-1254', 'Şeyma Yıldız|Gülşen Ağaoğlu'],
    ['windows-1257', 'Žydrūnas Šarūnaitė|Jānis Bērziņš'],
    ['windows-874', 'สมชาย ใจดี|สมหญิง รักไทย'],
    ['ibm866', 'Иван Петров|Мария Иванова'],
    ['macintosh', 'Jürgen Müller|Björn Größ|Käthe Voß'],
    ['windows-1252', 'Väinö Hyvönen|Äiti Öhman'],
    ['windows-1252', 'Zoë Lefèvre|François Noël'],
    ['windows-1252', 'Begoña Muñoz|Íñigo Núñez|Ángel Peña|Raúl Sánchez|María Rodríguez'],
    ['windows-1252', 'Niccolò Cantù|Libertà Maffè'],
  ])('%s by a few names', async (label, names) => {
    const text = listOf(names.split('|'))
    expect((await decodeList(encoded(text, label))).text).toBe(text)
  })

  test.each([
    ['shift_jis', '山田太郎 ソ表十予 鈴木花子', '8e52936391be985920835c955c8f5c975c2097e996d889d48e71'],
    [
      'euc-jp',
      '山田太郎 鈴木花子 佐藤一 高橋健太 田中美咲 渡辺ひろし',
      'bbb3c5c4c2c0cfba20ceebccdab2d6bbd220bab4c6a3b0ec20b9e2b6b6b7f2c2c020c5c4c3e6c8febae920c5cfcad5a4d2a4eda4b7',
    ],
    ['gb18030', '王小明 李四光 张伟 刘洋', 'cdf5d0a1c3f720c0eecbc4b9e220d5c5ceb020c1f5d1f3'],
    ['big5', '王小明 許功蓋 張偉 陳美玲', 'a4fda470a9fa20b35ca55cbb5c20b169b0b620b3afacfcacc2'],
    ['euc-kr', '김철수 이영희 박민수', 'b1e8c3b6bcf620c0ccbfb5c8f120b9dab9cebcf6'],
  ])('%s, in which a second byte may be an ASCII one', async (name, names, hex) => {
    const list = Buffer.from(hex, 'hex').toString('latin1').split(' ')
    const rows = (all: string[]) => `email,name\n${all.map((one) => `a@example.org,${one}\n`).join('')}`
    expect(await decodeList(bytes(rows(list)))).toMatchObject({ name, text: rows(names.split(' ')) })
  })

  test('curly quotes and the euro of Windows', async () => {
    expect((await decodeList(bytes('email,name\na@example.org,O\x92Neil \x80\n'))).text).toContain('O’Neil €')
  })
})

describe('undecodable bytes are marked, never repaired', () => {
  test('a stray byte among UTF-8, a character cut off, a surrogate alone, half a unit of UTF-16', async () => {
    const stray = await decodeList(
      bytes(Buffer.from('email,name\na@example.org,Müller\n'), 'b@example.org,Jos\xe9\n'),
    )
    expect(stray).toMatchObject({ name: 'utf-8', text: expect.stringContaining('Müller') as string })
    expect(stray.text).toContain('Jos\ufffd')
    const whole = Buffer.from('email,name\na@example.org,Müller, Åsa\nb@example.org,Zoë')
    expect((await decodeList(whole.subarray(0, -1))).text).toMatch(/Zo\ufffd$/)
    expect(
      (await decodeList(bytes([0xff, 0xfe], Buffer.from('email\nx', 'utf16le'), [0, 0xd8]))).text,
    ).toMatch(/\ufffd$/)
    expect((await decodeList(bytes([0xff, 0xfe], Buffer.from('email\n', 'utf16le'), [0x61]))).text).toMatch(
      /\ufffd$/,
    )
  })

  test('control characters are kept, for the parser of the list to refuse', async () => {
    expect((await decodeList(Buffer.from('email\na\0@example.org\x07\n'))).text).toBe(
      'email\na\0@example.org\x07\n',
    )
  })
})

test('two lists joined in one file are both decoded', async () => {
  const joined = bytes(
    'email,name\na@example.org,M\xfcller\nb@example.org,S\xf8ren\nc@example.org,Jos\xe9\n',
    Buffer.from('d@example.org,Zoë\n'),
  )
  expect(await decodeList(joined)).toMatchObject({
    name: 'windows-1252',
    text: 'email,name\na@example.org,Müller\nb@example.org,Søren\nc@example.org,José\nd@example.org,Zoë\n',
  })
})

test('the worst case is linear: a long line of letters', async () => {
  const line = Buffer.concat([Buffer.alloc(2_000_000, 'a'), Buffer.of(0xe9)])
  expect((await decodeList(line, 65_536)).text).toHaveLength(2_000_001)
})

test('a long line is cut between characters, and a list is read identically in chunks of any size', async () => {
  const long = Buffer.from(`${'a'.repeat(1_048_575)}é${'ü'.repeat(700_000)}\nx,Zoë\n`)
  expect((await decodeList(long, 300_001)).text).toBe(long.toString())
  for (const size of [1, 2, 3, 5]) {
    expect((await decodeList(Buffer.from(list, 'utf16le'), size)).text).toBe(list)
    expect(await decodeList(bytes(list), size)).toMatchObject({ text: list, name: 'windows-1252' })
  }
})
