import type { PageDocument } from '../page-document.ts'

/** A JSON-LD object, as written. */
export type LinkedData = Record<string, unknown>

/** A page's description of itself in JSON-LD. */
export interface PageData {
  /** The page's article, if described. */
  article: LinkedData | null
  /** The page around it. */
  page: LinkedData | null
}

/** Longer scripts are not parsed. In characters. */
const longest = 2_000_000
/** The most objects examined. */
const mostNodes = 5_000

/** Parses JSON despite text around it, raw line breaks in strings, trailing commas and bad escapes. */
function parseTolerantly(text: string): unknown {
  const bare = text.slice(
    Math.max(text.search(/[[{]/), 0),
    Math.max(text.lastIndexOf('}'), text.lastIndexOf(']')) + 1,
  )
  const attempts = [
    () => bare,
    () => bare.replace(/[\r\n\t]+/g, ' '),
    () => bare.replace(/[\r\n\t]+/g, ' ').replace(/,(\s*[\]}])/g, '$1').replace(/\\(?!["\\/bfnrtu])/g, '\\\\'),
  ] // prettier-ignore
  for (const attempt of attempts)
    try {
      return JSON.parse(attempt()) as unknown
    } catch {
      // The next attempt repairs more.
    }
  return null
}

const isObject = (value: unknown): value is LinkedData =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : value == null ? [] : [value])

/** The objects that describe the page itself: top-level ones, those in graphs, and main entities. */
function topNodes(roots: unknown[]): LinkedData[] {
  const nodes: LinkedData[] = []
  const waiting = roots.toReversed()
  while (waiting.length > 0 && nodes.length < mostNodes) {
    const value = waiting.pop()
    if (Array.isArray(value)) waiting.push(...value.slice(0, mostNodes).toReversed())
    if (!isObject(value)) continue
    nodes.push(value)
    waiting.push(...[value['mainEntity'], value['mainEntityOfPage'], value['@graph']].filter(Boolean))
  }
  return nodes
}

/** Whether one of the object's types matches the pattern. */
function isOfType(node: LinkedData, pattern: RegExp): boolean {
  return listOf(node['@type'] ?? node['type']).some((type) => typeof type === 'string' && pattern.test(type))
}

const articleType = /(?:Article|BlogPosting|Blog ?Post|Posting|Report|Review|LiveBlog)$/i
const pageType = /(?:WebPage|ItemPage|AboutPage|MediaObject|VideoObject|AudioObject|CreativeWork)$/i

/** Of several articles, the one with the page's headline; otherwise the first with a date or a headline. */
function chooseArticle(nodes: LinkedData[], title: string): LinkedData | null {
  const articles = nodes.filter((node) => isOfType(node, articleType) && !isOfType(node, /Comment|Claim/))
  const named = articles.find((node) => {
    const headline = textIn(node['headline']) ?? textIn(node['name'])
    return headline !== null && headline.length > 10 && title.includes(headline.slice(0, 60))
  })
  return named ?? articles.find((node) => node['datePublished'] ?? node['headline']) ?? articles[0] ?? null
}

/** The JSON-LD of a page; what cannot be parsed is ignored. `title`: the page's title, to choose among articles. */
export function pageData(document: PageDocument, title: string): PageData {
  const roots: unknown[] = []
  for (const script of document.querySelectorAll('script[type*="ld+json"]')) {
    const text = script.textContent
    if (text.length <= longest) roots.push(parseTolerantly(text))
  }
  const nodes = topNodes(roots)
  return {
    article: chooseArticle(nodes, title),
    page: nodes.find((node) => isOfType(node, pageType) && node['datePublished']) ?? null,
  }
}

/** The text of a JSON-LD value: a string, an object that has one, or the first of a list. */
export function textIn(value: unknown, depth = 0): string | null {
  if (typeof value === 'string') return value.trim() || null
  if (typeof value === 'number') return String(value)
  if (depth > 3) return null
  if (Array.isArray(value)) return textIn(value[0], depth + 1)
  if (!isObject(value)) return null
  return textIn(value['@value'] ?? value['name'] ?? value['url'] ?? value['@id'] ?? null, depth + 1)
}

/** The names of all people or organisations in a value. */
export function namesIn(value: unknown): string[] {
  return listOf(value)
    .slice(0, 20)
    .map((each) => (isObject(each) ? textIn(each['name']) : textIn(each)))
    .filter((name) => name !== null)
}

/** A picture in JSON-LD with caption and credit; the first of a list. */
export function pictureIn(
  value: unknown,
): { url: string; caption: string | null; credit: string | null } | null {
  const [first] = listOf(value)
  if (typeof first === 'string') return { url: first, caption: null, credit: null }
  if (!isObject(first)) return null
  const url = textIn(first['url'] ?? first['contentUrl'])
  return url === null
    ? null
    : {
        url,
        caption: textIn(first['caption']),
        credit: textIn(first['creditText'] ?? first['copyrightHolder']),
      }
}
