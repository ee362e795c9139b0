import { Parser } from 'htmlparser2'
import { withoutMarks } from '../../core/text/slots.ts'
import { oneLine } from '../../core/text/text.ts'
import { withoutDepth } from './markup-depth.ts'
import { meantHtml } from './meant-html.ts'

/** Elements whose text is not read. */
export const unread = ['script', 'style', 'textarea', 'option', 'noscript', 'head', 'title', 'iframe', 'object', 'svg', 'math', 'template', 'figcaption'] // prettier-ignore

/** The deepest nesting that is kept. */
export const nesting = 60

const inline =
  'a abbr acronym b bdi bdo big cite code del dfn em font i img ins kbd mark q s samp small span strike strong sub sup tt u var wbr'
const block =
  'address article aside blockquote body br caption center dd div dl dt figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody td tfoot th thead tr ul'
const blocks = block.split(' ')
const blockTags: ReadonlySet<string> = new Set(blocks)
const unreadTags: ReadonlySet<string> = new Set(unread)
const notMarkup = new RegExp(`<(?!/?(?:${[...inline.split(' '), ...blocks, ...unread].join('|')})\\b)`, 'gi')

/** HTML reads `&copy=2` as `©=2`; in a headline or an address it is meant literally. */
export const bareAmpersand = /&(?!#\d{1,7};|#x[\da-f]{1,6};|[a-z][a-z\d]{1,31};)/gi

/** The only place where text from outside becomes a line: without slot marks and controls, and with white space collapsed. */
export function line(text: string): string {
  return oneLine(withoutMarks(text))
}

/** Characters of HTML that are parsed at a time if only the beginning of the text is wanted. */
const piece = 4_096

/**
 * HTML as one line of plain text: blocks separated by a space, entities decoded. Text after the first `enough` characters may be missing.
 */
export function textOfHtml(html: string, enough = Infinity): string {
  if (!/[<&]/.test(html)) return line(html)
  let text = ''
  let hidden = 0
  const parser = new Parser({
    onopentagname: (name) => {
      if (unreadTags.has(name)) hidden++
      if (blockTags.has(name)) text += ' '
    },
    onclosetag: (name) => {
      if (unreadTags.has(name)) hidden--
      if (blockTags.has(name)) text += ' '
    },
    ontext: (data) => {
      if (hidden === 0) text += data
    },
  })
  const flat = withoutDepth(html)
  // Checked again at twice the length, because white space may collapse.
  let longEnough = enough
  for (let at = 0; at < flat.length; at += piece) {
    parser.write(flat.slice(at, at + piece))
    if (text.length <= longEnough) continue
    if (line(text).length > enough) return line(text)
    longEnough = 2 * text.length
  }
  parser.end()
  return line(text)
}

/**
 * A headline as one line of plain text. Feeds mix text and HTML here, so only HTML's elements count as markup: "Imports <Region B> fell" is
 * kept whole.
 */
export function headlineText(title: string): string {
  if (!/[<&]/.test(title)) return line(title)
  const text = textOfHtml(meantHtml(title).replace(notMarkup, '&lt;').replace(bareAmpersand, '&amp;'))
  // Escaped three times: a headline has no other use for entities.
  return /&[a-z#]/i.test(text) ? meantHeadline(text) : text
}

const meantHeadline = (text: string): string =>
  meantHtml(text).replace(/&(?:amp|quot|apos|nbsp|[lr][sd]quo|[nm]dash|hellip|#\d{2,6}|#x[\da-f]{2,5});/gi, (sign) => textOfHtml(sign) || ' ') // prettier-ignore
