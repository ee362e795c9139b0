import type { SourceOptions } from '../../core/entities/sources/source.ts'
import type { PictureLink } from '../../core/entities/story.ts'
import type { Said } from '../../core/said/said.ts'
import { clip } from '../../core/text/text.ts'
import { decode } from '../text/charset.ts'
import { cleanHtml } from '../text/clean-html.ts'
import { resolveLink } from '../text/links.ts'
import { bodyOf, ruledBody } from './page-body.ts'
import { bylineIn } from './parts/page-byline.ts'
import { dateOf, type PageDate } from './parts/page-date.ts'
import { openPage, type PageDocument } from './page-document.ts'
import { headlineOf } from './parts/page-headline.ts'
import { pageData, textIn, type PageData } from './parts/page-json-ld.ts'
import { canonicalOf } from './page-link.ts'
import { firstMeta, metaOf, type PageMeta } from './parts/page-meta.ts'
import { leadPicture } from './parts/page-picture.ts'
import type { Problem } from '../fetch-result.ts'
import { badRule, type Css } from './page-rules.ts'
import { textOfHtml } from '../text/plain-text.ts'

/** An article read from its page; text fields hold plain text, `html` only safe markup. */
export interface Page extends PageDate {
  /** One line; '' if the page has none. */
  headline: string
  byline: string | null
  image: PictureLink | null
  /** Paragraphs separated by blank lines; '' if no article was found. */
  text: string
  html: string | null
  /** Its canonical address, otherwise the one it came from. */
  link: string | null
  summary: string
  /** BCP 47, as declared by the page. */
  language: string | null
}

export type PageReading =
  | { ok: true; page: Page; charset: { name: string; from: string } }
  | { ok: false; reason: Said; problem: Problem }

interface PageSettings {
  /** The Content-Type header; '' for a file. */
  contentType: string
  /** The address it came from, or was saved from; null if unknown. */
  url: string | null
  /** IANA name of the zone for dates without one. */
  timeZone: string | null
  options: SourceOptions
}

const longestSummary = 2_000
const longestExcerpt = 500

/** The address that a page's links are relative to: its `base`, otherwise its own. */
export function baseOf(document: PageDocument, url: string | null): string | null {
  return resolveLink(document.querySelector('base[href]')?.getAttribute('href'), [url]) ?? url
}

function languageOf(document: PageDocument, meta: PageMeta, data: PageData): string | null {
  const written = [
    document.documentElement.getAttribute('lang'),
    textIn(data.article?.['inLanguage']),
    firstMeta(meta, 'og:locale', 'content-language', 'language'),
  ]
  const tag = written
    .map((text) => text?.trim().replace('_', '-'))
    .find((text) => /^[a-z]{2,3}(?:-[a-z\d]{2,8})*$/i.test(text ?? ''))
  return tag ?? null
}

function summaryOf(
  document: PageDocument,
  meta: PageMeta,
  data: PageData,
  css: Css,
  blocks: string[],
): string {
  const own = css.summary === undefined ? null : document.querySelector(css.summary)?.innerHTML
  const written =
    own ?? firstMeta(meta, 'og:description', 'description', 'twitter:description', 'dc.description')
  const summary = textOfHtml(written ?? textIn(data.article?.['description']) ?? '')
  return summary === '' ? clip(blocks.slice(0, 5).join(' '), longestExcerpt) : clip(summary, longestSummary)
}

function pageOf(document: PageDocument, text: string, { url, timeZone, options }: PageSettings): Page {
  const css = options.css ?? {}
  const meta = metaOf(document)
  const title = `${firstMeta(meta, 'og:title') ?? ''} ${document.querySelector('title')?.textContent ?? ''}`
  const data = pageData(document, title)
  const base = baseOf(document, url)
  const headline = headlineOf(document, data, meta, css.headline ?? null)
  const language = languageOf(document, meta, data)
  // Finding the body changes the document, so everything else is read first.
  const rest = {
    headline,
    byline: bylineIn(document, data, meta, css.byline ?? null),
    ...dateOf(document, data, meta, { url, headline, timeZone, options, language }),
    image: leadPicture(document, data, meta, base, css.image ?? null),
    link: canonicalOf(document, meta, url),
    language,
  }
  const summary = (blocks: string[]): string => summaryOf(document, meta, data, css, blocks)
  const own = css.summary === undefined ? null : summary([])
  const body = css.body === undefined ? bodyOf(document, text, data, headline) : ruledBody(document, css.body)
  const clean = cleanHtml(body.html, base)
  return {
    ...rest,
    image: rest.image ?? clean.image,
    text: body.blocks.join('\n\n'),
    html: clean.html,
    summary: own ?? summary(body.blocks),
  }
}

/**
 * Reads an HTML page as one article. What is not found is null or ''. Fails with a reason if the page is empty, too large or too deep, or
 * if a rule is not a CSS selector.
 */
export function readPage(bytes: Buffer, settings: PageSettings): PageReading {
  const { text, charset } = decode(bytes, settings.contentType)
  const opened = openPage(text)
  if (!opened.ok) return { ...opened, problem: 'malformed' }
  const fault = badRule(opened.document, settings.options.css ?? {})
  if (fault !== null) return { ok: false, reason: fault, problem: 'other' }
  return { ok: true, page: pageOf(opened.document, text, settings), charset }
}
