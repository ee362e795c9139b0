import { clip } from '../core/text.ts'
import type { PageDocument } from './page-document.ts'
import { textIn, type PageData } from './page-json-ld.ts'
import { firstMeta, type PageMeta } from './page-meta.ts'
import { headlineText, line } from './plain-text.ts'
import { lineOf } from './page-prose.ts'

const longest = 300

/** Words as compared: letters and digits alone, case aside. */
const folded = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim()

/** The title of the page's tab or card without the site's name behind or before it. */
function withoutSite(title: string, site: string | null): string {
  const parts = title.split(/\s+[|»·•—–-]\s+|\s*\|\s*/)
  if (parts.length < 2) return title
  const named = parts.filter((part) => site === null || folded(part) !== folded(site))
  if (site !== null && named.length < parts.length) return title.slice(title.indexOf(named[0] ?? '')).replace(/\s*[|»·•—–-]\s*[^|»·•—–-]*$/, '') // prettier-ignore
  const [head] = [...parts].sort((a, b) => b.length - a.length)
  return head !== undefined && head.length > title.length / 2 ? head : title
}

/** The headlines that stand on the page. */
function standing(document: PageDocument): string[] {
  const found = [...document.querySelectorAll('h1, [itemprop~="headline"]')].slice(0, 20)
  return found
    .filter((heading) => heading.closest('nav, footer, aside') === null)
    .map(lineOf)
    .filter((text) => text.length > 3)
}

/**
 * The headline of a page as one line, '' where it has none. What stands on the page counts where its title or card
 * confirms it, since the first heading of many pages is their name.
 */
export function headlineOf(document: PageDocument, data: PageData, meta: PageMeta, css: string | null): string {
  const own = css === null ? '' : lineOf(document.querySelector(css))
  if (own !== '') return clip(own, longest)
  const site = firstMeta(meta, 'og:site_name', 'application-name')
  const card = firstMeta(meta, 'og:title', 'twitter:title', 'title')
  const tab = line(document.querySelector('head title, title')?.textContent ?? '')
  const linked = headlineText(textIn(data.article?.['headline']) ?? textIn(data.article?.['name']) ?? '')
  const headings = standing(document)
  const claims = [linked, card ?? '', tab].map(folded).filter((text) => text !== '')
  const confirmed = headings.find((heading) => {
    const words = folded(heading)
    return words.length > 10 && folded(site ?? '') !== words && claims.some((claim) => claim.includes(words))
  })
  const title = [linked, card === null ? '' : withoutSite(card, site)].find((text) => text !== '')
  const only = headings.length === 1 ? headings[0] : undefined
  return clip(confirmed ?? title ?? only ?? withoutSite(tab, site), longest)
}
