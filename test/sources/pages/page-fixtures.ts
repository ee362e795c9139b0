import { readPage, type Page } from '../../../src/sources/pages/page.ts'
import { english } from '../../../src/core/said/sentence.ts'

type Settings = Parameters<typeof readPage>[1]

const usual: Settings = {
  contentType: 'text/html; charset=utf-8',
  url: 'https://wire.example.org/news/talks',
  timeZone: null,
  options: {},
}

/** Reads a page for one test, which fails if the page is not read. */
export function pageOf(html: string | Buffer, settings: Partial<Settings> = {}): Page {
  const reading = readPage(Buffer.from(html as string), { ...usual, ...settings })
  if (!reading.ok) throw new Error(`not read: ${english(reading.reason)}`)
  return reading.page
}

/** The reason why a page is not read. */
export function refusalOf(html: string, settings: Partial<Settings> = {}): string {
  const reading = readPage(Buffer.from(html), { ...usual, ...settings })
  return reading.ok ? 'was read' : english(reading.reason)
}

/** Paragraphs of an article, each longer than any label of a page. */
export const paragraphs = [
  'Delegates of the two harbour towns met for a second day in Lindmar and agreed on a list of the halls that inspectors may enter, officials said.',
  'The list names fourteen halls, of which nine had been closed to inspectors since the spring, when the last round of talks ended without a date.',
  'A spokesman of the port said that the first visit would take place in December, and that its findings would be made public before the year ends.',
]

export const articleBody = paragraphs.map((text) => `<p>${text}</p>`).join('\n')

/** A page as sites write them, with this in its head and around its article. */
export const site = (
  parts: { head?: string; top?: string; body?: string; below?: string } = {},
): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Halls reopen to inspectors - Harbour Wire</title>
<meta property="og:site_name" content="Harbour Wire">${parts.head ?? ''}</head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
<main><article><h1>Halls reopen to inspectors</h1>${parts.top ?? ''}
<div class="story">${parts.body ?? articleBody}</div></article></main>${parts.below ?? ''}
<footer><p>Harbour Wire, 1 Quay Street, Lindmar. All rights reserved.</p></footer></body></html>`

export const jsonLd = (data: object | string): string =>
  `<script type="application/ld+json">${typeof data === 'string' ? data : JSON.stringify(data)}</script>`
