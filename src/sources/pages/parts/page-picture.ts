import type { PictureLink } from '../../../core/entities/story.ts'
import { clip } from '../../../core/text/text.ts'
import { resolveLink } from '../../text/links.ts'
import type { PageDocument, PageElement } from '../page-document.ts'
import { pictureIn, type PageData } from './page-json-ld.ts'
import { firstMeta, type PageMeta } from './page-meta.ts'
import { lineOf } from './page-prose.ts'
import { textOfHtml } from '../../text/plain-text.ts'

const words = (text: string | null | undefined): string | null => clip(textOfHtml(text ?? ''), 500) || null

/** A picture's file name without its size, by which its versions in several sizes are recognised. */
function fileOf(url: string): string {
  const name = URL.parse(url)?.pathname.split('/').at(-1) ?? ''
  return name.toLowerCase().replace(/[-_]?\d+x\d+|\.\w+$/g, '')
}

const source = (img: PageElement): string | null =>
  ['src', 'data-src', 'data-original', 'data-lazy-src'].map((name) => img.getAttribute(name)).find((url) => url && !url.startsWith('data:')) ?? null // prettier-ignore

const credits =
  '[class*="credit" i], [class*="copyright" i], [itemprop~="creditText"], [itemprop~="copyrightHolder"], small'
const captions = 'figcaption, [itemprop~="caption"], [class*="caption" i]'

/** The caption and credit under a picture. */
function under(img: PageElement): { caption: string | null; credit: string | null } {
  const holder = img.closest('figure, [class*="caption" i], [class*="image" i], [itemtype$="ImageObject"]')
  const credit = words(lineOf(holder?.querySelector(credits)))
  const caption = words(lineOf(holder?.querySelector(captions)))
  const bare =
    credit !== null && caption?.endsWith(credit) ? caption.slice(0, -credit.length).trim() : caption
  return { caption: bare || null, credit: credit?.replace(/^(?:photo(?:graph)?|image|credit)s?(?: by| credit)?\s*:?\s*/i, '') || null } // prettier-ignore
}

const isLogo = (url: string): boolean =>
  /logo|placeholder|default|sprite|blank|avatar|favicon/i.test(fileOf(url))

/** The lead picture: the one that the source's rule finds, that of the page's card or JSON-LD, or the first with a caption. */
export function leadPicture(
  document: PageDocument,
  data: PageData,
  meta: PageMeta,
  base: string | null,
  css: string | null,
): PictureLink | null {
  const own = css === null ? null : document.querySelector(css)
  const ownImage = own?.localName === 'img' ? own : own?.querySelector('img')
  const linked = pictureIn(data.article?.['image'])
  const named = [
    ownImage ? source(ownImage) : null,
    firstMeta(meta, 'og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image', 'twitter:image:src'),
    linked?.url,
    document.querySelector('link[rel="image_src"]')?.getAttribute('href'),
  ]
  const images = [...document.querySelectorAll('article img, main img, figure img, img')].slice(0, 200)
  const captioned = images.find((img) => img.closest('figure')?.querySelector('figcaption') && source(img))
  const candidates = [...named, captioned && source(captioned)].map((url) => resolveLink(url, [base]))
  const url = candidates.find((each) => each !== null && !isLogo(each)) ?? null
  if (url === null) return null
  const shown = images.find((img) => fileOf(resolveLink(source(img), [base]) ?? '') === fileOf(url))
  const below = shown ? under(shown) : { caption: null, credit: null }
  const alt = shown?.getAttribute('alt') || firstMeta(meta, 'og:image:alt', 'twitter:image:alt')
  return {
    url,
    alt: words(alt),
    caption: below.caption ?? words(linked?.caption),
    credit: below.credit ?? words(linked?.credit),
  }
}
