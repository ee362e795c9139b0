import { marked, type Token } from 'marked'
import { countryName } from '../../curate/countries/gazetteer.ts'
import type { Profile } from '../../core/entities/newsroom.ts'
import { splitFrontMatter } from '../../core/text/front-matter.ts'
import { oneLine } from '../../core/text/text.ts'
import { fieldFault } from '../../core/said/field-fault.ts'
import { english } from '../../core/said/sentence.ts'
import { said, type Said } from '../../core/said/said.ts'
import { profileFields } from '../newsroom/files/newsroom-file.ts'

/** A profile as its file has it; the flag is a separate file. */
export type WrittenProfile = Omit<Profile, 'flag'>

/** A fault, and its line in the file, from 1. */
interface Fault {
  line: number
  says: Said
}

/** User-assigned codes of ISO 3166-1, for a newsroom's own countries. */
const ownCode = /^(AA|Q[M-Z]|X[A-Z]|ZZ)$/
const isCountry = (code: string) => ownCode.test(code) || countryName(code) !== code

type ProfileReading = { ok: true; profile: WrittenProfile } | { ok: false; faults: Fault[] }

/** About 300 words, because it is in every e-mail of a day. */
const longestOverview = 2000
/** Including Markdown syntax. For some texts, the time to parse Markdown is quadratic. */
const longestBody = 4 * longestOverview

/** Parses a country profile: front matter, and paragraphs of plain text. All faults are reported at once. */
export function readProfileText(markdown: string): ProfileReading {
  const file = splitFrontMatter(markdown)
  if (!file.ok) return { ok: false, faults: [{ line: file.line, says: file.reason }] }
  const faults: Fault[] = []
  const read = profileFields.safeParse(file.fields)
  for (const issue of read.error?.issues ?? []) {
    const field = String(issue.path[0] ?? '')
    const why = fieldFault(issue)
    const named = 'keys' in issue ? String(issue.keys[0]) : field
    faults.push({ line: file.lineOf(named), says: field ? said('fault-in', { place: field, why }) : why })
  }
  const country = read.data?.country
  if (country !== undefined && !isCountry(country))
    faults.push({
      line: file.lineOf('country'),
      says: said('fault-in', { place: 'country', why: said('profile-country-unknown', { country }) }),
    })
  const overview = paragraphs(file.body, file.bodyLine, faults)
  if (!read.success || faults.length > 0) return { ok: false, faults }
  const { title, ...fields } = read.data
  return { ok: true, profile: { ...fields, name: title, overview, markdown } }
}

/** The body's paragraphs, separated by an empty line. */
function paragraphs(body: string, firstLine: number, faults: Fault[]): string {
  const found: string[] = []
  let line = firstLine
  if (body.length > longestBody) {
    faults.push({ line, says: tooLong(body.length) })
    return ''
  }
  for (const token of marked.lexer(body.replaceAll('\r\n', '\n'))) {
    if (token.type === 'paragraph') found.push(wordsIn(token.tokens ?? [], line, faults))
    else if (token.type !== 'space') unfit(token, line, faults)
    line += token.raw.split('\n').length - 1
  }
  const overview = found.join('\n\n')
  if (overview === '' && faults.length === 0)
    faults.push({ line: firstLine, says: said('profile-without-text') })
  if (overview.length > longestOverview) faults.push({ line: firstLine, says: tooLong(overview.length) })
  return overview
}

const tooLong = (length: number): Said => said('profile-long', { length, most: longestOverview })

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

/** By Marked's names for them. */
const marks: Record<string, Said> = {
  strong: said('mark-emphasis'),
  em: said('mark-emphasis'),
  del: said('mark-struck-out'),
  codespan: said('mark-code'),
  code: said('mark-code'),
  heading: said('mark-heading'),
  list: said('mark-list'),
  table: said('mark-table'),
  hr: said('mark-line'),
  html: said('mark-html'),
  link: said('mark-link'),
  def: said('mark-link'),
  image: said('mark-picture'),
  blockquote: said('mark-quotation'),
}

function unfit({ type }: Token, line: number, faults: Fault[]): void {
  const says = said('profile-mark', { mark: marks[type] ?? type })
  // An opening and a closing tag are one fault to a person.
  const isKnown = faults.some((fault) => fault.line === line && english(fault.says) === english(says))
  if (!isKnown) faults.push({ line, says })
}
