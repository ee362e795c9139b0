/** Texts on which backtracking expressions, nested loops and slices in loops take quadratic time. */

const lines = (sign: string) => (length: number) =>
  sign.repeat(Math.ceil(length / sign.length)).slice(0, length)

/** Each is repeated to a length. They close nothing that they open, and end nothing that they begin. */
const repeated: Record<string, string> = {
  dots: '.',
  'dots and blanks': '. ',
  'ends of sentences': '. A',
  'ends with quotes': '."',
  'marks of questions': '?!',
  ellipses: '…',
  blanks: ' ',
  tabs: '\t',
  'no-break spaces': '\u00a0',
  'line ends': '\n',
  'carriage returns': '\r',
  'line ends with blanks': ' \r\n',
  'folded lines': '\r\n ',
  quotes: '"',
  apostrophes: "'",
  'curly quotes': '’s ',
  backslashes: '\\',
  'opening brackets': '(',
  'opening and closing brackets': '()',
  'square brackets': '[',
  'links of Markdown': '[a](',
  braces: '{',
  'places in braces': '{a',
  'smaller-than signs': '<',
  'greater-than signs': '>',
  ampersands: '&',
  'entities without end': '&#1',
  entities: '&lt;',
  'comments without end': '<!--',
  comments: '<!---->',
  'CDATA without end': '<![CDATA[',
  'CDATA that ends': ']]>',
  'instructions without end': '<?xml ',
  'declarations without end': '<!doctype [',
  'opening tags': '<p>',
  'inline tags': '<b>',
  'closing tags': '</p>',
  'tags without end': '<p ',
  'bases and links': '<link rel=a ',
  'links without end': '<a href="',
  'anchors without address': '<a>',
  'anchors with text': '<a>x',
  'empty elements': '<p></p>',
  'nested empty elements': '<p><b></b></p>',
  'scripts without end': '<script>',
  'titles without end': '<title>Access Denied',
  'items without end': '<item>',
  items: '<item><title>x</title></item>',
  authors: '<author>',
  channels: '<channel>',
  'unknown tags': '<x>',
  'tags with attributes': '<a b=c d="e">',
  'meta elements': '<meta charset',
  commas: ',',
  'commas and blanks': ', ',
  semicolons: ';',
  colons: ': ',
  bars: ' | ',
  slashes: '/',
  'equal signs': '=',
  asterisks: '*',
  'asterisks around letters': '*a_',
  'grave accents': '`',
  'number signs': '# ',
  digits: '7',
  'numbers with dots': '4.7.',
  'dates without end': '20 Nov 2026 ',
  'dates in numbers': '2026-11-',
  times: '08:15 ',
  hyphens: '-',
  dashes: ' – ',
  'hyphens around letters': 'a-',
  underlines: '_',
  abbreviations: 'U.S.',
  'abbreviations and blanks': 'U.S. ',
  'titles of people': 'Gen. ',
  initials: 'A. ',
  capitals: 'A',
  'words in capitals': 'AB ',
  'words with capitals': 'Ab ',
  'words with capitals and commas': 'Abc, ',
  words: 'word ',
  'letters without blanks': 'x',
  'common words': 'the state of ',
  'words of topics': 'nuclear missile test ',
  'names of countries': 'Georgia ',
  'names that hold each other': 'South Korea North ',
  'words of dates': 'updated ',
  'words of refusals': 'user mailbox is ',
  'words of refusals, other': 'recipient limit message quota exceeded ',
  'combining marks': '\u0301',
  'marks in no order': '\u0301\u0323',
  'letters with marks': 'e\u0301\u0323',
  'high halves': '\ud83d',
  'low halves': '\udc00',
  'pictures joined': '👩‍',
  joiners: '\u200d',
  'marks of direction': '\u202e\u202c',
  'marks of slots': '\uf8f0',
  'Hangul letters': '\u1100',
  ideographs: '核',
  'signs of addresses': 'a@',
  addresses: 'a@b.example ',
  'labels of hosts': 'a.',
  'schemes of links': 'http://',
  'links and blanks': 'https://a.example/b ',
  'escapes of links': '%41',
  'links with queries': '?a=b&',
  'encoded words without end': '=?utf-8?q?',
  'encoded words': '=?utf-8?q?a?= ',
  'quoted-printable signs': '=0',
  'soft line breaks': '=\r\n',
  'dots after line ends': '\r\n.',
  'fields of headers': 'a: b\r\n',
  'lines of dashes': '---\n',
  'list items': '- a\n',
  'quoted lines': '> ',
  'deeper lists': '* ',
  'rows of a table': '| a ',
  'fields of YAML': 'a: &a [*a, ',
  'fields of JSON': '{"a":',
  'lists of JSON': '[',
  'rules of robots': 'Disallow: /*a*\n',
  'fields of a form': 'name="List-Unsubscribe"',
  'invitations to read': 'read more ',
  'words of lines around articles': 'The post ',
}

/** A text of `length` units; the same at every call. */
export type Text = (length: number) => string

/** Numbers with a period far too long to repeat, so that no word occurs twice. */
function distinctWords(length: number): string {
  const found: string[] = []
  for (let at = 0, sum = 0; sum < length; at++) {
    const word = `W${at.toString(36)} `
    found.push(word)
    sum += word.length
  }
  return found.join('').slice(0, length)
}

/** Few words in many orders, so that any two sentences have most of theirs in common. */
function fewWords(length: number): string {
  const found: string[] = []
  for (let at = 0, sum = 0; sum < length; at++) {
    const word = `w${((at * at + (at >> 3)) % 13).toString(36)}qx `
    found.push(word)
    sum += word.length
  }
  return found.join('').slice(0, length)
}

const nested =
  (open: string, close: string): Text =>
  (length) => {
    const depth = Math.floor(length / (open.length + close.length))
    return open.repeat(depth) + close.repeat(depth)
  }

const behind =
  (sign: string, last: string): Text =>
  (length) =>
    lines(sign)(length - last.length) + last

const within =
  (sign: string): Text =>
  (length) =>
    `x${lines(sign)(length - 2)}x`

/** Characters that trimming would remove at the ends. */
const between = [
  'blanks',
  'tabs',
  'no-break spaces',
  'line ends',
  'carriage returns',
  'line ends with blanks',
  'dots',
  'dots and blanks',
  'commas and blanks',
  'colons',
  'bars',
  'dashes',
  'hyphens',
  'slashes',
  'quotes',
  'entities',
  'opening tags',
]

/** Every worst case by name. */
export const worstTexts: Record<string, Text> = {
  ...Object.fromEntries(Object.entries(repeated).map(([name, sign]) => [name, lines(sign)])),
  ...Object.fromEntries(between.map((name) => [`${name} between letters`, within(repeated[name] ?? '')])),
  'words that never repeat': distinctWords,
  'few words in many orders': fewWords,
  'nested elements': nested('<div>', '</div>'),
  'nested inline elements': nested('<b>', '</b>'),
  'nested brackets': nested('[', ']'),
  'nested round brackets': nested('(', ')'),
  'blanks before a letter': behind(' ', 'x'),
  'line ends before a letter': behind('\n', 'x'),
  'dots before a sentence': behind('.', ' The end.'),
  'letters before a sign': behind('x', '!'),
  'slashes before a letter': behind('/', 'x'),
  'backslashes before a quote': behind('\\', '"'),
  'one quote and letters': (length) => `"${'x'.repeat(length - 1)}`,
}

/** Texts of words, for functions that split a text into words: their work is that of the words, whatever separates them. */
export const wordTexts: ReadonlySet<string> = new Set([
  'dots and blanks',
  'apostrophes',
  'curly quotes',
  'abbreviations',
  'titles of people',
  'capitals',
  'words with capitals and commas',
  'common words',
  'words of topics',
  'names of countries',
  'names that hold each other',
  'marks in no order',
  'letters with marks',
  'letters without blanks',
  'words that never repeat',
  'few words in many orders',
  'blanks between letters',
])
