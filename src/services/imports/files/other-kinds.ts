import { said, type Said } from '../../../core/said/said.ts'

interface Kind {
  is: Said
  advice: Said
}

const workbook = said('advice-workbook')
const chooseList = said('advice-choose-list')
const asCsv = said('advice-as-csv')

/** By the bytes that such a file begins with. */
const binary: (Kind & { begins: string })[] = [
  { begins: '\xd0\xcf\x11\xe0', is: said('kind-old-workbook'), advice: workbook },
  { begins: '\x1f\x8b', is: said('kind-gzip'), advice: said('advice-unpack') },
  { begins: '%PDF-', is: said('kind-pdf'), advice: asCsv },
  { begins: '\x89PNG', is: said('kind-picture'), advice: chooseList },
  { begins: '\xff\xd8\xff', is: said('kind-picture'), advice: chooseList },
  { begins: 'SQLite format 3\0', is: said('kind-sqlite'), advice: asCsv },
]

/** By the text that it begins with, after a byte order mark and blanks. */
const textual: (Kind & { begins: RegExp })[] = [
  {
    begins: /^<(?:!doctype|!--|html|head|body|table|\?xml)/i,
    is: said('kind-markup'),
    advice: said('advice-markup'),
  },
  { begins: /^[[{]\s*["{[\]}]/, is: said('kind-json'), advice: asCsv },
  { begins: /^\{\\rtf/, is: said('kind-rtf'), advice: said('advice-plain-text') },
  { begins: /^BEGIN:VCARD/i, is: said('kind-vcard'), advice: asCsv },
]

/** What a file is that is no list of text, by how it begins, and what to do; null where it may be one. */
export function otherKindOf(bytes: Buffer): Kind | null {
  const head = bytes.subarray(0, 512).toString('latin1')
  const text = head.replace(/^\xef\xbb\xbf/, '').trimStart()
  return (
    binary.find(({ begins }) => head.startsWith(begins)) ??
    textual.find(({ begins }) => begins.test(text)) ??
    null
  )
}

/** Whether a file may be a workbook of today: it is packed, perhaps with nothing in it. */
export const isWorkbook = (bytes: Buffer): boolean =>
  ['PK\x03\x04', 'PK\x05\x06'].includes(bytes.subarray(0, 4).toString('latin1'))
