import { Readability } from '@mozilla/readability'
import { tidyPage } from './parts/page-boilerplate.ts'
import { openPage, type PageDocument, type PageElement } from './page-document.ts'
import { withoutFurniture } from './parts/page-furniture.ts'
import { textIn, type PageData } from './parts/page-json-ld.ts'
import { blocksOf, paragraphsOf } from './parts/page-prose.ts'

/** The body of an article. */
export interface PageBody {
  /** Its blocks in reading order, each one line of plain text. */
  blocks: string[]
  /** The same as HTML, not yet sanitised. */
  html: string
}

/** In characters. A shorter body is more likely a teaser or a notice than the article. */
const shortest = 250

const nothing: PageBody = { blocks: [], html: '' }

const lengthOf = ({ blocks }: PageBody): number => blocks.reduce((sum, block) => sum + block.length, 0)

const bodyIn = (element: PageElement): PageBody => ({ blocks: blocksOf(element), html: element.innerHTML })

/** The body found by the source's own rule: all matching elements in order, without nested matches. */
export function ruledBody(document: PageDocument, css: string): PageBody {
  const found = [...document.querySelectorAll(css)]
  const outer = found.filter(
    (element) => !found.some((other) => other !== element && other.contains(element)),
  )
  const bodies = outer.map(bodyIn)
  return { blocks: bodies.flatMap(({ blocks }) => blocks), html: bodies.map(({ html }) => html).join('\n') }
}

/** The article that Readability finds, without lines that belong to the page around it. */
function readableBody(document: PageDocument, headline: string): PageBody {
  const reader = new Readability<PageElement>(document, {
    keepClasses: true,
    disableJSONLD: true,
    serializer: (node) => node,
  })
  const element = reader.parse()?.content ?? null
  if (!element) return nothing
  withoutFurniture(element, headline, document)
  return bodyIn(element)
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const bodyOfBlocks = (blocks: string[]): PageBody => ({
  blocks,
  html: blocks.map((block) => `<p>${escaped(block)}</p>`).join('\n'),
})

/** The body that a page gives in its JSON-LD. */
const linkedBody = (data: PageData): PageBody =>
  bodyOfBlocks(paragraphsOf(textIn(data.article?.['articleBody']) ?? ''))

/** Paragraphs anywhere on a page that are neither mostly links nor labels. */
function looseParagraphs(document: PageDocument): PageBody {
  const isProse = (element: PageElement): boolean => {
    let linked = 0
    for (const link of element.querySelectorAll('a')) linked += link.textContent.length
    const { length } = element.textContent
    return length > 60 && linked < length / 2 && element.closest('nav, footer, aside, form') === null
  }
  return bodyOfBlocks([...document.querySelectorAll('p')].filter(isProse).flatMap(blocksOf))
}

/**
 * The body of a page's article. Elements that are marked as surroundings of the article are removed first; if little remains, the page is
 * read unchanged (from `text`), then from its JSON-LD, then as loose paragraphs. Changes `document`.
 */
export function bodyOf(document: PageDocument, text: string, data: PageData, headline: string): PageBody {
  const linked = linkedBody(data)
  tidyPage(document)
  const tidy = readableBody(document, headline)
  const ways = [
    () => tidy,
    () => inFreshPage(text, (page) => readableBody(page, headline)),
    () => linked,
    () => inFreshPage(text, looseParagraphs),
  ]
  let best = nothing
  for (const way of ways) {
    if (lengthOf(best) >= shortest) break
    const body = way()
    if (lengthOf(body) > 2 * lengthOf(best)) best = body
  }
  return lengthOf(linked) > 2 * lengthOf(best) ? linked : best
}

/** Finds a body in a freshly parsed page, because reading changes the document. */
function inFreshPage(text: string, find: (page: PageDocument) => PageBody): PageBody {
  const opened = openPage(text)
  return opened.ok ? find(opened.document) : nothing
}
