import { marked, type Token } from 'marked'
import { countryName } from '../../curate/countries/gazetteer.ts'
import type { Profile } from '../../core/entities/newsroom.ts'
import { splitFrontMatter } from '../../core/text/front-matter.ts'
import { oneLine } from '../../core/text/text.ts'
import { profileFields, wordsOf } from '../newsroom/files/newsroom-file.ts'

/** A profile as its file has it; the flag lies beside it. */
export type WrittenProfile = Omit<Profile, 'flag'>

/** What is wrong, and the line of the file, from 1, where it stands. */
interface Fault {
  line: number
  words: string
}

/** Codes that ISO 3166-1 leaves to its users, for countries of a newsroom's own. */
const ownCode = /^(AA|Q[M-Z]|X[A-Z]|ZZ)$/
const isCountry = (code: string) => ownCode.test(code) || countryName(code) !== code

type ProfileReading = { ok: true; profile: WrittenProfile } | { ok: false; faults: Fault[] }

/** Some 300 words: what stands in every mail of a day stays an overview. */
const longestOverview = 2000
const asOverview = `at most ${longestOverview} are an overview`
/** With the blanks between its words. Markdown is read in a time that grows with the square of some texts. */
const longestBody = 4 * longestOverview

/** Reads a country profile: front matter, and paragraphs of plain words. Every fault is told at once. */
export function readProfileText(markdown: string): ProfileReading {
  const file = splitFrontMatter(markdown)
  if (!file.ok) return { ok: false, faults: [{ line: file.line, words: file.reason }] }
  const faults: Fault[] = []
  const read = profileFields.safeParse(file.fields)
  for (const { path, message, ...issue } of read.error?.issues ?? []) {
    const field = String(path[0] ?? '')
    const words = wordsOf(issue.code, message)
    const named = 'keys' in issue ? String(issue.keys[0]) : field
    faults.push({ line: file.lineOf(named), words: field ? `${field}: ${words}` : words })
  }
  const country = read.data?.country
  if (country !== undefined && !isCountry(country))
    faults.push({
      line: file.lineOf('country'),
      words: `country: “${country}” is no country’s code; ISO 3166 has one for each, such as GB`,
    })
  const overview = paragraphs(file.body, file.bodyLine, faults)
  if (!read.success || faults.length > 0) return { ok: false, faults }
  const { title, ...fields } = read.data
  return { ok: true, profile: { ...fields, name: title, overview, markdown } }
}

/** The body's paragraphs, an empty line between them. */
function paragraphs(body: string, firstLine: number, faults: Fault[]): string {
  const found: string[] = []
  let line = firstLine
  if (body.length > longestBody) {
    faults.push({ line, words: `is ${body.length} characters long below its front matter; ${asOverview}` })
    return ''
  }
  for (const token of marked.lexer(body.replaceAll('\r\n', '\n'))) {
    if (token.type === 'paragraph') found.push(wordsIn(token.tokens ?? [], line, faults))
    else if (token.type !== 'space') unfit(token, line, faults)
    line += token.raw.split('\n').length - 1
  }
  const overview = found.join('\n\n')
  if (overview === '' && faults.length === 0)
    faults.push({ line: firstLine, words: 'has no text below its front matter; write the overview there' })
  if (overview.length > longestOverview)
    faults.push({
      line: firstLine,
      words: `its text is ${overview.length} characters long; ${asOverview}`,
    })
  return overview
}

function wordsIn(tokens: Token[], firstLine: number, faults: Fault[]): string {
  let line = firstLine
  let text = ''
  for (const token of tokens) {
    if (token.type === 'text' || token.type === 'escape') text += (token as { text: string }).text
    else if (token.type === 'br') text += ' '
    else unfit(token, line, faults)
    line += token.raw.split('\n').length - 1
  }
  return oneLine(text)
}

const names: Record<string, string> = {
  strong: 'emphasis',
  em: 'emphasis',
  codespan: 'code',
  code: 'code',
  hr: 'a line of dashes',
  html: 'HTML',
  def: 'a link',
  blockquote: 'a quotation',
}

function unfit({ type }: Token, line: number, faults: Fault[]): void {
  const words = `${names[type] ?? `a ${type}`} has no place in a profile; write paragraphs of plain words`
  // An opening and a closing tag are one fault to a person.
  if (!faults.some((fault) => fault.line === line && fault.words === words)) faults.push({ line, words })
}
