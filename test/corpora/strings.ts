/**
 * Puts hostile strings into every text of a feed: as text each is read back unchanged, and as HTML none leaves anything
 * active.
 *
 *   node test/corpora/strings.ts [FILE]     (../shared/corpora/strings/blns.json by default; a JSON array of strings)
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Parser } from 'htmlparser2'
import { oneLine } from '../../src/core/text/text.ts'
import { decode } from '../../src/sources/text/charset.ts'
import { cleanHtml } from '../../src/sources/text/clean-html.ts'
import { readFeed } from '../../src/sources/feeds/read-feed.ts'
import { english } from '../../src/core/said/sentence.ts'

const file = process.argv[2] ?? join(import.meta.dirname, '../../../shared/corpora/strings/blns.json')
const tags = new Set([
  'p',
  'br',
  'a',
  'em',
  'strong',
  'b',
  'i',
  'ul',
  'ol',
  'li',
  'blockquote',
  'h2',
  'h3',
  'h4',
])

/** Active parts of a cleaned body: an element outside the list, an attribute except href, an address except http(s). */
function activeIn(html: string): string[] {
  const found: string[] = []
  const parser = new Parser({
    onopentag(name, attributes) {
      if (!tags.has(name)) found.push(`<${name}>`)
      for (const [attribute, value] of Object.entries(attributes))
        if (name !== 'a' || attribute !== 'href' || !/^https?:\/\//.test(value))
          found.push(`${attribute}=${value}`)
    },
    oncomment: (text) => found.push(`<!--${text}-->`),
    onprocessinginstruction: (name) => found.push(`<${name}>`),
  })
  parser.end(html)
  return found
}

/** Every way in which a string can be in a body. */
const wrapped = (text: string): string[] => [
  text,
  `<p>${text}</p>`,
  `<a href="${text}">link</a>`,
  `<a href='${text}'>link</a>`,
  `<img src="${text}" alt="${text}">`,
  `<div style="${text}" onclick="${text}" class=${text}>words</div>`,
  `<!-- ${text} --><p>words</p>`,
]

/** Decoding removes control characters, and a headline is one line. */
const asWritten = (text: string): string => oneLine(decode(Buffer.from(text), '').text)

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function headlineOf(text: string): string {
  const title = `<title type="text">${escape(text)}</title>`
  const feed = `<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><id>urn:x</id>${title}</entry></feed>`
  const reading = readFeed({
    bytes: Buffer.from(feed),
    contentType: '',
    url: null,
    where: 'feed',
    timeZone: null,
    options: {},
    mostItems: 10,
  })
  return reading.ok ? (reading.items[0]?.headline ?? '') : english(reading.reason)
}

if (existsSync(file)) {
  const strings = JSON.parse(readFileSync(file, 'utf8')) as string[]
  const faults: string[] = []
  for (const text of strings) {
    const headline = headlineOf(text)
    const expected = asWritten(text)
    // A headline has at most 300 characters.
    if (headline !== expected && !expected.startsWith(headline.replace(/…$/, '')))
      faults.push(`as text: ${JSON.stringify(text)} came back as ${JSON.stringify(headline)}`)
    for (const html of wrapped(text)) {
      const active = activeIn(cleanHtml(html, 'https://news.example.org/').html ?? '')
      if (active.length > 0) faults.push(`as HTML: ${JSON.stringify(html)} leaves ${active.join(' ')}`)
    }
  }
  for (const fault of faults) console.log(fault)
  console.log(`${strings.length} strings: ${faults.length} changed or left active`)
  if (faults.length > 0) process.exitCode = 1
} else console.log(`There is no file ${file}: nothing tried. Give a JSON array of strings as the argument.`)
