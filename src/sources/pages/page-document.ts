import { Parser } from 'htmlparser2'
import { parseHTML } from 'linkedom'
import { said, type Said } from '../../core/said/said.ts'

/** The parts of an element that are used here: linkedom's own types depend on those of a browser. */
export interface PageElement {
  nodeType: number
  localName: string
  className: string
  id: string
  textContent: string
  innerHTML: string
  children: PageElement[]
  childNodes: PageElement[]
  parentElement: PageElement | null
  nextElementSibling: PageElement | null
  getAttribute(name: string): string | null
  hasAttribute(name: string): boolean
  setAttribute(name: string, value: string): void
  querySelector(selector: string): PageElement | null
  querySelectorAll(selector: string): Iterable<PageElement>
  closest(selector: string): PageElement | null
  matches(selector: string): boolean
  contains(other: PageElement): boolean
  append(...nodes: PageElement[]): void
  replaceWith(...others: (PageElement | string)[]): void
  remove(): void
}

/** The parts of a document that are used here. */
export interface PageDocument {
  documentElement: PageElement
  body: PageElement
  querySelector(selector: string): PageElement | null
  querySelectorAll(selector: string): Iterable<PageElement>
  createElement(name: string): PageElement
}

type Opened = { ok: true; document: PageDocument } | { ok: false; reason: Said }

/**
 * Limits far above any real page: elements, text nodes, depth, attributes of one element, and characters of its classes. Beyond them
 * reading takes quadratic time.
 */
const most = { elements: 20_000, texts: 50_000, depth: 250, attributes: 500, classes: 50_000 }

type Measure = typeof most

/** Measures the document that a text would make, without building it. */
function measure(html: string): Measure {
  const found = { elements: 0, texts: 0, depth: 0, attributes: 0, classes: 0 }
  let depth = 0
  let attributes = 0
  const parser = new Parser({
    onattribute: (name, value) => {
      found.attributes = Math.max(found.attributes, ++attributes)
      if (name === 'class' || name === 'id') found.classes = Math.max(found.classes, value.length)
    },
    onopentagname: () => {
      attributes = 0
      found.elements++
      found.depth = Math.max(found.depth, ++depth)
    },
    ontext: () => {
      found.texts++
    },
    onclosetag: () => {
      depth--
    },
  })
  // In pieces, so that parsing of an oversized page stops early.
  for (let at = 0; at < html.length && excessOf(found) === null; at += 100_000)
    parser.write(html.slice(at, at + 100_000))
  if (excessOf(found) === null) parser.end()
  return found
}

function excessOf({ elements, texts, depth, attributes, classes }: Measure): Said | null {
  if (elements > most.elements) return said('page-elements', { most: most.elements })
  if (texts > most.texts) return said('page-texts', { most: most.texts })
  if (depth > most.depth) return said('page-depth', { most: most.depth })
  if (attributes > most.attributes) return said('page-attributes', { most: most.attributes })
  return classes > most.classes ? said('page-classes', { most: most.classes }) : null
}

/**
 * Wraps a text in one `html` with one `body`. The end tags of both are removed: pages write them early, and what follows would be outside
 * the tree.
 */
function framed(html: string): string {
  const open = html.replace(/<\/(?:body|html)\s*>/gi, '')
  if (/<body[\s>]/i.test(open)) return /<html[\s>]/i.test(open) ? open : `<html>${open}`
  const head = /<\/head\s*>/i.exec(open)
  if (!head) return `<html><head></head><body>${open.replace(/<\/?(?:html|head)\b[^<>]*>/gi, '')}`
  const end = head.index + head[0].length
  const start = /<html[\s>]/i.test(open.slice(0, end)) ? '' : '<html>'
  return `${start}${open.slice(0, end)}<body>${open.slice(end)}`
}

/** Parses a page, or says why it cannot be read: too large, too deep or empty. */
export function openPage(text: string): Opened {
  if (text.trim() === '') return { ok: false, reason: said('document-empty') }
  const html = framed(text)
  const excess = excessOf(measure(html))
  if (excess) return { ok: false, reason: excess }
  const { document } = parseHTML(html) as unknown as { document: PageDocument }
  return { ok: true, document }
}
