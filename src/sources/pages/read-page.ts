import type { RawDocument, ReadDocument } from '../reading/document.ts'
import { idOf } from '../feeds/feed-items.ts'
import { readPage as read, type Page } from './page.ts'

function notesOf({ headline, text, date, assumedUtc }: Page): string[] {
  return [
    ...(headline === '' ? ['no headline was found; options.css.headline can say where it stands'] : []),
    ...(text === '' ? ['no article was found; options.css.body can say where it stands'] : []),
    ...(date === null ? ['no date was found; options.css.date can say where it stands'] : []),
    ...(assumedUtc ? ['its date is without a zone, read as UTC; give the source its time zone'] : []),
  ]
}

/** Reads a page as a source of one item, the article that it is. */
export function readPage(raw: RawDocument): ReadDocument {
  const { url, where, timeZone, options, contentType } = raw
  const bytes = Buffer.from(raw.bytes.buffer, raw.bytes.byteOffset, raw.bytes.byteLength)
  const reading = read(bytes, { contentType, url, timeZone, options })
  if (!reading.ok) return { ok: false, reason: `${where} ${reading.reason}`, problem: reading.problem }
  const { page, charset } = reading
  if (page.headline === '' && page.text === '')
    return {
      ok: false,
      reason: `${where} holds neither a headline nor an article; check the address`,
      problem: 'malformed',
    }
  const { headline, byline, summary, html, date, dateFrom, image, link } = page
  const item = {
    id: idOf(link, headline, summary),
    link,
    headline,
    byline,
    summary,
    html,
    date,
    dateFrom,
    image,
  }
  return {
    ok: true,
    kind: 'page',
    charset,
    title: headline,
    items: [
      {
        ...item,
        topics: [],
        countries: [],
        categories: [],
        section: null,
        own: false,
        position: 0,
        fingerprint: null,
      },
    ],
    same: [],
    repairs: [],
    notes: notesOf(page),
    freshFor: null,
    text: page.text,
  }
}
