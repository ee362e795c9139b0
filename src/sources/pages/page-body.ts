import { Readability } from '@mozilla/readability'
import { tidyPage } from './parts/page-boilerplate.ts'
import { openPage, type PageDocument, type PageElement } from './page-document.ts'
import { withoutFurniture } from './parts/page-furniture.ts'
import { textIn, type PageData } from './parts/page-json-ld.ts'
import { blocksOf, paragraphsOf } from './parts/page-prose.ts'

/** The body of an article. */
export interface PageBody {
  /** Its blocks, each one line of plain text, in reading order. */
  blocks: string[]
  /** The same as markup, not yet cleaned. */
  html: string
}

/** A body of fewer characters is more likely a teaser or a notice than the article. */
const shortest = 250

const nothing: PageBody = { blocks: [], html: '' }

const lengthOf = ({ blocks }: PageBody): number => blocks.reduce((sum, block) => sum + block.length, 0)

const bodyIn = (element: PageElement): PageBody => ({ blocks: blocksOf(element), html: element.innerHTML })

/** What the source's own rule finds: every element that it meets, in their order, none within another. */
export function ruledBody(document: PageDocument, css: string): PageBody {
  const found = [...document.querySelectorAll(css)]
  const outer = found.filter(
    (element) => !found.some((other) => other !== element && other.contains(element)),
  )
  const bodies = outer.map(bodyIn)
  return { blocks: bodies.flatMap(({ blocks }) => blocks), html: bodies.map(({ html }) => html).join('\n') }
}

/** What Readability takes for the article, without the lines that belong to the page around it. */
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

/** The body that a page gives in its data, for programs. */
const linkedBody = (data: PageData): PageBody =>
  bodyOfBlocks(paragraphsOf(textIn(data.article?.['articleBody']) ?? ''))

/** The paragraphs of a page that are neither links nor labels, wherever they stand. */
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
 * The body of the article that a page is. Markup that says it stands around the article is taken out first; where
 * that leaves next to nothing, the page is read as it came (`text`), then by its data, then by its loose paragraphs.
 * Changes `document`.
 */
export function bodyOf(document: PageDocument, text: string, data: PageData, headline: string): PageBody {
  const linked = linkedBody(data)
  tidyPage(document)
  const tidy = readableBody(document, headline)
  const ways = [
    () => tidy,
    () => anew(text, (page) => readableBody(page, headline)),
    () => linked,
    () => anew(text, looseParagraphs),
  ]
  let best = nothing
  for (const way of ways) {
    if (lengthOf(best) >= shortest) break
    const body = way()
    if (lengthOf(body) > 2 * lengthOf(best)) best = body
  }
  return lengthOf(linked) > 2 * lengthOf(best) ? linked : best
}

/** What is found in the page as it came; reading changes a tree, so each needs its own. */
function anew(text: string, find: (page: PageDocument) => PageBody): PageBody {
  const opened = openPage(text)
  return opened.ok ? find(opened.document) : nothing
}
