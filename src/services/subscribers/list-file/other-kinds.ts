interface Kind {
  is: string
  advice: string
}

const workbook = 'open it in a spreadsheet and save it as CSV in UTF-8'

/** By the bytes that such a file begins with. */
const binary: (Kind & { begins: string })[] = [
  { begins: 'PK\x03\x04', is: 'a workbook (XLSX, ODS) or another packed file', advice: workbook },
  { begins: '\xd0\xcf\x11\xe0', is: 'a workbook of old Excel (XLS)', advice: workbook },
  { begins: '\x1f\x8b', is: 'packed with gzip', advice: 'unpack it first' },
  { begins: '%PDF-', is: 'a PDF', advice: 'export the list as CSV from where it is kept' },
  { begins: '\x89PNG', is: 'a picture', advice: 'choose the file of the list' },
  { begins: '\xff\xd8\xff', is: 'a picture', advice: 'choose the file of the list' },
  { begins: 'SQLite format 3\0', is: 'a database of SQLite', advice: 'export the list from it as CSV' },
]

/** By the text that it begins with, after a byte order mark and blanks. */
const textual: (Kind & { begins: RegExp })[] = [
  {
    begins: /^<(?:!doctype|!--|html|head|body|table|\?xml)/i,
    is: 'HTML or XML',
    advice: 'export the list as CSV; it may be a page for signing in, saved in its place',
  },
  { begins: /^[[{]\s*["{[\]}]/, is: 'JSON', advice: 'export the list as CSV' },
  { begins: /^\{\\rtf/, is: 'a rich text document (RTF)', advice: 'save it as plain text' },
  { begins: /^BEGIN:VCARD/i, is: 'a file of contacts (vCard)', advice: 'export them as CSV' },
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
