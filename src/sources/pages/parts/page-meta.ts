import type { PageDocument } from '../page-document.ts'
import { line } from '../../text/plain-text.ts'

/** The contents of a page's `meta` elements by lower-case name, in document order. */
export type PageMeta = ReadonlyMap<string, string[]>

const longest = 5_000
/** The most contents kept for one name. */
const mostOfOne = 20

/** Reads `meta` elements by any of the attributes that name them; an attribute may hold several names separated by spaces (RDFa). */
export function metaOf(document: PageDocument): PageMeta {
  const found = new Map<string, string[]>()
  for (const meta of document.querySelectorAll('meta[content]')) {
    const content = line((meta.getAttribute('content') ?? '').slice(0, longest))
    if (content === '') continue
    const named = ['property', 'name', 'itemprop', 'http-equiv']
      .map((attribute) => meta.getAttribute(attribute))
      .find(Boolean)
    for (const name of (named ?? '').toLowerCase().split(/\s+/).filter(Boolean)) {
      const contents = found.get(name)
      if (!contents) found.set(name, [content])
      else if (contents.length < mostOfOne) contents.push(content)
    }
  }
  return found
}

/** The first content under any of the names, tried in order. */
export function firstMeta(meta: PageMeta, ...names: string[]): string | null {
  for (const name of names) {
    const [content] = meta.get(name) ?? []
    if (content !== undefined) return content
  }
  return null
}
