import { said, type Said } from '../../../core/said/said.ts'
import { bareAmpersand } from '../../text/plain-text.ts'
import { completeJson } from './repair-json.ts'
import { joinHalves, placeStrayElements } from './stray-elements.ts'

type Repaired = { ok: true; text: string; repairs: Said[] } | NoFeed

interface NoFeed {
  ok: false
  reason: Said
  problem: 'html' | 'malformed'
}

const malformed = (reason: Said): NoFeed => ({ ok: false, reason, problem: 'malformed' })

/** Matches comments, and the start tag of a feed's root: `<rss`, `<feed`, `<rdf:RDF`, with any prefix and case. */
const root = /<!--[\s\S]*?(?:-->|$)|<(?:[\w.-]{1,40}:)?(?<name>rss|feed|rdf)(?=[\s>/])/gi
const itemEnd =
  /<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<!--[\s\S]*?(?:-->|$)|<\/(?:[\w.-]{1,40}:)?(?:item|entry)\s*>/gi
const prolog = /^(?:\s+|<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!doctype\b[^[>]*(?:\[[\s\S]*?\]\s*)?>)*/i

function rootIndex(text: string): number {
  for (const match of text.matchAll(root)) if (match.groups?.['name']) return match.index
  return -1
}

function pageFault(text: string): Said {
  const links = text.match(/<link\b[^<>]{1,1000}>/gi) ?? []
  const feed = links.find(
    (link) => /\balternate\b/i.test(link) && /application\/(?:rss|atom|feed)\+/i.test(link),
  )
  const address = feed && /\bhref\s*=\s*["']?([^"'\s>]+)/i.exec(feed)?.[1]
  return address ? said('page-names-feed', { address }) : said('page-not-feed')
}

/** True for a document that begins like an HTML page. */
export function isPage(text: string): boolean {
  return /<html\b|<!doctype html|<body\b/i.test(text.slice(0, 20_000))
}

/** Says what a document without a feed's root is. */
function whatItIs(text: string): NoFeed {
  if (text.trim() === '') return malformed(said('document-empty'))
  if (isPage(text)) return { ok: false, reason: pageFault(text), problem: 'html' }
  if (/^\s*[[{]/.test(text)) return malformed(said('json-not-feed'))
  if (/^\s*</.test(text)) return malformed(said('xml-not-feed'))
  return malformed(said('not-feed'))
}

/** The end tags missing from a document that was cut after an item, innermost first. */
function endTags(text: string, rootTag: string): string {
  const channel = /<((?:[\w.-]{1,40}:)?channel)\b/i.exec(text)?.[1]
  const open = channel !== undefined && !new RegExp(`</${channel}\\s*>`, 'i').test(text)
  return `${open ? `</${channel}>` : ''}</${rootTag}>`
}

/** The end of the last complete item, and how many items there are; tags in CDATA and comments don't count. */
function lastItem(text: string): { end: number; count: number } {
  const found = { end: 0, count: 0 }
  for (const match of text.matchAll(itemEnd)) {
    if (!match[0].startsWith('</')) continue
    found.end = match.index + match[0].length
    found.count++
  }
  return found
}

function completeXml(text: string): { text: string; repairs: Said[] } | null {
  const rootTag = /^<([\w:.-]+)/.exec(text)?.[1] ?? ''
  const { end, count } = lastItem(text)
  const close = new RegExp(`</${rootTag}\\s*>`, 'ig')
  close.lastIndex = end
  // Hosts and plug-ins append comments and scripts; these are dropped without a note.
  if (close.test(text)) return { text: text.slice(0, close.lastIndex), repairs: [] }
  if (/^<[^>]*\/>/.test(text)) return { text, repairs: [] }
  if (count === 0) return null
  const cut = text.slice(0, end)
  return { text: cut + endTags(cut, rootTag), repairs: [said('repaired-end', { count })] }
}

/**
 * Prepares everything outside CDATA for the parser: escapes each `&` that does not begin an entity, so that `?a=1&copy=2` stays
 * an address, and in RSS renames elements that the parser would miss.
 */
function readable(text: string): string {
  const place = /^<(?:[\w.-]+:)?(?:rss|rdf)\b/i.test(text) ? placeStrayElements : (part: string) => part
  const sections = joinHalves(text).split(/(<!\[CDATA\[[\s\S]*?(?:\]\]>|$))/)
  return sections
    .map((part, at) => (at % 2 === 1 ? part : place(part.replace(bareAmpersand, '&amp;'))))
    .join('')
}

/**
 * Makes a document parseable: removes what precedes a feed's root (a prolog silently, anything else as a repair) and ends a truncated feed
 * after its last complete item. The prolog is removed because decoded text does not need it, and entities are declared there.
 */
export function repair(text: string): Repaired {
  const start = rootIndex(text)
  if (start === -1) {
    if (!/^\s*\{/.test(text)) return whatItIs(text)
    const json = completeJson(text)
    return json ? { ok: true, ...json } : whatItIs(text)
  }
  const before = text
    .slice(0, start)
    .replace(prolog, '')
    .replace(/<\?xml[^<>]*\?>\s*$/i, '')
  const repairs = before.trim() === '' ? [] : [said('repaired-start', { count: before.length })]
  const whole = completeXml(text.slice(start))
  if (!whole) return malformed(said('feed-breaks-off'))
  return { ok: true, text: readable(whole.text), repairs: [...repairs, ...whole.repairs] }
}
