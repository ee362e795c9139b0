import { resolveLink } from '../text/links.ts'
import type { PageDocument, PageElement } from './page-document.ts'
import { isSameSite } from './page-link.ts'
import { lineOf } from './parts/page-prose.ts'

/** A story of a listing: its link and the block around it. */
export interface ListedBlock {
  link: PageElement
  block: PageElement
}

/** More links than any real listing has. */
const mostLinks = 5_000
/** Fewer similar links may be a coincidence. */
const fewest = 3

const around =
  'nav, footer, aside, form, [role="navigation"], [role="contentinfo"], [role="complementary"], [class*="breadcrumb" i], [class*="footer" i], [class*="menu" i], [class*="sidebar" i], [class*="cookie" i]'

/** True for text that looks like a headline: several words, or several characters in scripts without spaces. */
function isHeadline(text: string): boolean {
  if (text.length > 300) return false
  return /[\u3040-\u9fff\uac00-\ud7af]/.test(text)
    ? text.length >= 8
    : text.length >= 15 && text.split(' ').length >= 3
}

/**
 * The path to a link in tag names, with the classes nearest to it; classes with digits are ignored, so that similar links share one shape.
 */
function shapeOf(link: PageElement): string {
  const names: string[] = []
  for (let element: PageElement | null = link; element; element = element.parentElement) {
    const classes = names.length < 2 ? element.className.split(/\s+/).filter((name) => !/\d/.test(name)) : []
    names.push([element.localName, ...classes].join('.'))
  }
  return names.join('<')
}

const headings = 'h1, h2, h3, h4, h5, h6'

/**
 * How likely a group of similar links is the listing: by the length of its headlines, and whether they are in headings and in the main
 * part.
 */
function weightOf(links: PageElement[]): number {
  const addresses = new Set(links.map((link) => link.getAttribute('href')))
  if (addresses.size < fewest) return 0
  const text = links.reduce((sum, link) => sum + Math.min(lineOf(link).length, 100), 0)
  const share = (test: (link: PageElement) => boolean): number => links.filter(test).length / links.length
  const headed = share((link) => link.closest(headings) !== null || link.querySelector(headings) !== null)
  const inMain = share((link) => link.closest('main, article, [role="main"], #content, #main') !== null)
  return text * (1 + headed) * (1 + inMain / 2)
}

function articleLinks(document: PageDocument, base: string | null): PageElement[] {
  const links: PageElement[] = []
  for (const link of document.querySelectorAll('a[href]')) {
    if (links.length === mostLinks) break
    const url = resolveLink(link.getAttribute('href'), [base])
    if (url === null || (base !== null && (!isSameSite(url, base) || new URL(url).pathname === '/'))) continue
    if (isHeadline(lineOf(link)) && link.closest(around) === null) links.push(link)
  }
  return links
}

/** The block around each link: the largest element that contains no other of these links. */
export function blocksAround(links: PageElement[]): ListedBlock[] {
  const held = new Map<PageElement, Set<string | null>>()
  for (const link of links)
    for (let element: PageElement | null = link; element; element = element.parentElement) {
      const addresses = held.get(element) ?? new Set()
      held.set(element, addresses.add(link.getAttribute('href')))
    }
  return links.map((link) => {
    let block = link
    while (block.parentElement && held.get(block.parentElement)?.size === 1) block = block.parentElement
    return { link, block }
  })
}

/** The stories of a page of links, in document order: the group of similar links with headline-like text that scores highest. */
export function listedBlocks(document: PageDocument, base: string | null): ListedBlock[] {
  const groups = new Map<string, PageElement[]>()
  for (const link of articleLinks(document, base)) {
    const shape = shapeOf(link)
    const group = groups.get(shape)
    if (group) group.push(link)
    else groups.set(shape, [link])
  }
  const weighed = [...groups.values()].map((links) => ({ links, weight: weightOf(links) }))
  const [best] = weighed.sort((a, b) => b.weight - a.weight)
  return best && best.weight > 0 ? blocksAround(best.links) : []
}
