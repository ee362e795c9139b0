import sanitizeHtml from 'sanitize-html'
import { withoutMarks } from '../../core/text/slots.ts'
import type { PictureLink } from '../../core/entities/story.ts'
import { resolveLink } from './links.ts'
import { withoutDepth } from './markup-depth.ts'
import { pictureFile } from '../feeds/feed-pictures.ts'
import { line, nesting, unread } from './plain-text.ts'

/** A sanitised body, and the first picture in it. */
interface CleanBody {
  /** Only p, br, a[href], em, strong, b, i, ul, ol, li, blockquote and h2 to h4; null if no text is left. */
  html: string | null
  image: PictureLink | null
}

const tags = ['p', 'br', 'a', 'em', 'strong', 'b', 'i', 'ul', 'ol', 'li', 'blockquote', 'h2', 'h3', 'h4']

/** Other block elements become paragraphs, to keep their text apart. */
const paragraphs = [
  'div',
  'section',
  'article',
  'pre',
  'table',
  'tr',
  'td',
  'th',
  'figure',
  'dl',
  'dt',
  'dd',
  'address',
  'center',
]

const renames = {
  ...Object.fromEntries(paragraphs.map((tag) => [tag, 'p'])),
  h1: 'h2',
  h5: 'h4',
  h6: 'h4',
}

/** Smaller pictures are tracking pixels or icons of social networks. In pixels, as declared. */
const smallest = 100

/** Tracking pixels and advertisements have no file name; a picture worth showing has one or declares its size. */
function pictureOf(attributes: Record<string, string>, base: string | null): PictureLink | null {
  const url = resolveLink(attributes['src'], [base])
  const sizes = [attributes['width'], attributes['height']].map((size) => Number.parseInt(size ?? ''))
  if (url === null || sizes.some((size) => size < smallest)) return null
  const named = pictureFile.test(new URL(url).pathname)
  if (!named && !sizes.some((size) => size >= smallest)) return null
  return { url, alt: line(attributes['alt'] ?? '') || null, caption: null, credit: null }
}

const emptyElement = /<(p|li|ul|ol|blockquote|h[2-4]|a|em|strong|b|i)(?: [^<>]*)?>\s*<\/\1>/g

/** Removes empty elements, and those that contained only empty ones, up to five levels. */
function withoutEmpty(html: string): string {
  let tidy = html
  for (let pass = 0; pass < 5; pass++) {
    const before = tidy
    tidy = before.replace(emptyElement, '')
    if (tidy === before) break
  }
  return tidy
}

/** Matches text outside of tags in sanitised HTML, where `<` and `>` only delimit tags. */
const anyText = /(?:^|>)\s*[^\s<]/

const common = {
  allowedTags: tags,
  allowedAttributes: { a: ['href'] },
  allowedSchemes: ['http', 'https'],
  nonTextTags: unread,
  nestingLimit: nesting,
}

/** True if paragraphs are nested, which can happen when blocks become paragraphs. */
function hasNestedParagraphs(html: string): boolean {
  let depth = 0
  for (const [tag] of html.matchAll(/<\/?p>/g)) {
    depth += tag === '<p>' ? 1 : -1
    if (depth > 1) return true
  }
  return false
}

/**
 * Sanitises a body from outside with a short list of allowed elements; links become absolute, and only http(s) ones are kept. HTML with
 * nested paragraphs is sanitised a second time, which separates them.
 */
export function cleanHtml(html: string, base: string | null): CleanBody {
  let image: PictureLink | null = null
  const flat = sanitizeHtml(withoutDepth(html), {
    ...common,
    transformTags: {
      ...renames,
      a: (tagName, attributes) => {
        const href = resolveLink(attributes['href'], [base])
        const attribs: Record<string, string> = href === null ? {} : { href }
        return { tagName, attribs }
      },
    },
    onOpenTag: (name, attributes) => {
      if (name === 'img') image ??= pictureOf(attributes, base)
    },
  })
  const clean = hasNestedParagraphs(flat) ? sanitizeHtml(flat, common) : flat
  const tidy = withoutEmpty(withoutMarks(clean).replace(/<a>([\s\S]*?)<\/a>/g, '$1')).trim()
  return { html: anyText.test(tidy) ? tidy : null, image }
}
