import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseAst } from 'vitest/node'

const root = join(import.meta.dirname, '../..')
/** All layers whose texts may reach people; the command line and the pages add their own. */
const layers = ['core', 'curate', 'jobs', 'mail', 'render', 'services', 'sources', 'store']

/** Text for people is made from codes. Exceptions that only look like it, by file, each with a reason. */
const exceptions: Readonly<Record<string, { texts: readonly RegExp[]; because: string }>> = {
  'src/core/smtp/refusal-words.ts': { texts: [/./], because: 'words of mail servers, to be recognized' },
  'src/curate/countries/country-traps.ts': {
    texts: [/^(?:the|den) (?:hague|haag)$/],
    because: 'words of stories, to be recognized',
  },
  'src/mail/mailbox/mailbox.ts': {
    texts: [/^(?:The message|Stored as)/],
    because: 'replies of SMTP, to a program',
  },
  'src/mail/outgoing/body-connection.ts': {
    texts: [/^DATA was|^the connection was|^the gate failed/],
    because: 'messages of errors that its caller turns into outcomes',
  },
  'src/services/accounts/credentials/passkeys.ts': {
    texts: [/^new passkey in|^account … at/],
    because: 'what a value is made for, which goes into its hash',
  },
  'src/services/accounts/credentials/set-up-totp.ts': {
    texts: [/^totp offered|^totp of|^app of/],
    because: 'what a value is made for, and the name of a counter',
  },
  'src/services/sending/outbox/sealed-links.ts': {
    texts: [/^link of a message$/],
    because: 'what a value is sealed for',
  },
  'src/services/accounts/signing-in/check-code.ts': {
    texts: [/^code of …$/],
    because: 'the name of a counter',
  },
  'src/services/editions/adding/admit-added.ts': {
    texts: [/^Added by editors$/],
    because: 'the name of a source, which its row keeps',
  },
  'src/sources/dates/date-names.ts': { texts: [/^en de fr /], because: 'tags of languages' },
}

interface Node {
  type: string
  start: number
  end: number
  [field: string]: unknown
}

interface Found {
  text: string
  within: readonly Node[]
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

/** Every text of a file, with `…` for the values of a template. */
function* textsIn(node: Node, within: readonly Node[] = []): Generator<Found> {
  if (node.type === 'Literal' && typeof node['value'] === 'string') yield { text: node['value'], within }
  if (node.type === 'TemplateLiteral') {
    const quasis = node['quasis'] as { value: { cooked: string } }[]
    yield { text: quasis.map(({ value }) => value.cooked).join('…'), within }
  }
  for (const value of Object.values(node).flat()) if (isNode(value)) yield* textsIn(value, [...within, node])
}

/** Words that occur in sentences, but not in lists of names, selectors and SQL. */
const small =
  /(?:^|[ “(])(?:the|an?|is|are|was|were|be|been|has|have|had|not|no|of|to|for|with|at|by|from|its?|that|which|than|cannot|may|must|only|and|or|in|on|as) /

/** Names of languages, elements or months, one after the other. */
const isList = (text: string): boolean =>
  text.split(' ').length > 5 && !/[,.;:…]/.test(text) && !/\b(?:the|is|not)\b/.test(text)

const isSentence = (text: string): boolean =>
  !isList(text) &&
  /[a-z…”,:;] ?[a-z…]+/i.test(text) &&
  small.test(text) &&
  !/[<>{}=\]\\]|^select |^\s*$/.test(text.trim())

/** Methods that split or search a text, or query a database. */
const takers = new Set(
  'split includes startsWith endsWith replace replaceAll closest querySelector querySelectorAll test where select selectFrom eb addColumn raw'.split(
    ' ',
  ),
)

const nameOf = (node: unknown): string => {
  if (!isNode(node)) return ''
  if (node.type === 'Identifier' || node.type === 'PrivateIdentifier') return String(node['name'])
  return nameOf(node['property'] ?? node['key'] ?? node['id'])
}

/**
 * True for text that no page, e-mail or command shows: the message of an internal Error, a line of the log
 * (`message` of an event), SQL, and texts that are searched.
 */
function isForPrograms({ within }: Found): boolean {
  return within.some((node) => {
    if (node.type === 'TaggedTemplateExpression' || node.type === 'ImportDeclaration') return true
    if (node.type === 'NewExpression') return nameOf(node['callee']) === 'Error'
    if (node.type === 'CallExpression')
      return takers.has(nameOf(node['callee'])) || (node['callee'] as Node).type === 'Super'
    return (node.type === 'Property' || node.type === 'VariableDeclarator') && nameOf(node) === 'message'
  })
}

function sentencesIn(file: string): string[] {
  const source = readFileSync(join(root, file), 'utf8')
  const program = parseAst(source, { lang: 'ts' }) as unknown as Node
  const excused = exceptions[file]?.texts ?? []
  return [...textsIn(program)]
    .filter((found) => isSentence(found.text) && !isForPrograms(found))
    .map(({ text }) => text)
    .filter((text) => !excused.some((pattern) => pattern.test(text)))
}

const files = layers
  .flatMap((layer) =>
    readdirSync(join(root, 'src', layer), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join('src', layer, file)),
  )
  .filter((file) => !file.startsWith('src/core/said/codes'))

test('layers below the pages and commands make sentences only from codes', () => {
  const found = files.flatMap((file) => sentencesIn(file).map((text) => `${file}: ${text}`))
  expect(found).toEqual([])
})

test('each exception is still needed', () => {
  const unneeded = Object.entries(exceptions).filter(([file, { texts }]) => {
    const source = readFileSync(join(root, file), 'utf8')
    const all = [...textsIn(parseAst(source, { lang: 'ts' }) as unknown as Node)].filter(({ text }) =>
      isSentence(text),
    )
    return !texts.every((pattern) => all.some(({ text }) => pattern.test(text)))
  })
  expect(unneeded.map(([file]) => file)).toEqual([])
})
