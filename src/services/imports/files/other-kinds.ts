import { said, type Said } from '../../../core/said/said.ts'

interface Kind {
  is: Said
  advice: Said
}

const workbook = said('advice-workbook')
const chooseList = said('advice-choose-list')
const asCsv = said('advice-as-csv')

/** Recognized by the bytes at the beginning. */
const binary: (Kind & { begins: string })[] = [
  { begins: '\xd0\xcf\x11\xe0', is: said('kind-old-workbook'), advice: workbook },
  { begins: '\x1f\x8b', is: said('kind-gzip'), advice: said('advice-unpack') },
  { begins: '%PDF-', is: said('kind-pdf'), advice: asCsv },
  { begins: '\x89PNG', is: said('kind-picture'), advice: chooseList },
  { begins: '\xff\xd8\xff', is: said('kind-picture'), advice: chooseList },
  { begins: 'SQLite format 3\0', is: said('kind-sqlite'), advice: asCsv },
]

/** Recognized by the text at the beginning, after a byte order mark and blanks. */
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

/** The kind of a file that is not a text list, by its beginning, with advice; null if it may be one. */
export function otherKindOf(bytes: Buffer): Kind | null {
  const head = bytes.subarray(0, 512).toString('latin1')
  const text = head.replace(/^\xef\xbb\xbf/, '').trimStart()
  return (
    binary.find(({ begins }) => head.startsWith(begins)) ??
    textual.find(({ begins }) => begins.test(text)) ??
    null
  )
}

/** Whether a file may be a workbook of the current format, which is a ZIP archive, perhaps an empty one. */
export const isWorkbook = (bytes: Buffer): boolean =>
  ['PK\x03\x04', 'PK\x05\x06'].includes(bytes.subarray(0, 4).toString('latin1'))
