import { isMap, isScalar, LineCounter, parseDocument } from 'yaml'
import { said, text as asText, type Said } from '../said/said.ts'

/** The parts of a Markdown file: its fields as parsed by YAML, and the body. */
export type FrontMatterParts =
  | {
      ok: true
      fields: unknown
      body: string
      /** The line of the file, from 1, where the body begins. */
      bodyLine: number
      /** The line of the file, from 1, of a field; that of the first `---` if there is none. */
      lineOf(field: string): number
    }
  | { ok: false; reason: Said; line: number }

/** How often a YAML alias may be used: enough for people, too little for a bomb. */
const maxAliasCount = 10

/** In characters: parsing of some YAML takes quadratic time. */
const longestFields = 10_000

const newlines = (text: string) => text.split('\n').length - 1

/** Splits a Markdown file into its front matter, between two lines of `---`, and its body. */
export function splitFrontMatter(text: string): FrontMatterParts {
  const match = /^(\s*---[ \t]*\r?\n)([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text)
  if (!match) return { ok: false, reason: said('front-matter-none'), line: 1 }
  if ((match[2] ?? '').length > longestFields)
    return { ok: false, reason: said('front-matter-long', { most: longestFields }), line: 1 }
  const above = newlines(match[1] ?? '')
  const lines = new LineCounter()
  const broken = (message: string, offset: number) => ({
    ok: false as const,
    reason: said('front-matter-not-yaml', { why: asText(message) }),
    line: above + lines.linePos(offset).line,
  })
  const document = parseDocument(match[2] ?? '', {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
  })
  const [error] = document.errors
  if (error) return broken(error.message, error.pos[0])
  let fields: unknown
  try {
    fields = document.toJS({ maxAliasCount })
  } catch (fault) {
    return broken((fault as Error).message.split('\n')[0] ?? '', 0)
  }
  return {
    ok: true,
    fields,
    body: text.slice(match[0].length),
    bodyLine: newlines(match[0]) + 1,
    lineOf(field) {
      const pair = isMap(document.contents)
        ? document.contents.items.find(({ key }) => isScalar(key) && key.value === field)
        : undefined
      const at = isScalar(pair?.key) ? pair.key.range?.[0] : undefined
      return at === undefined ? above : above + lines.linePos(at).line
    },
  }
}
