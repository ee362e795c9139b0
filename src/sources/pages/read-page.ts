import { said, type Said } from '../../core/said/said.ts'
import { refused, type RawDocument, type ReadDocument } from '../reading/document.ts'
import { idOf } from '../feeds/feed-items.ts'
import { readPage as read, type Page } from './page.ts'

function notesOf({ headline, text, date, assumedUtc }: Page): Said[] {
  return [
    ...(headline === '' ? [said('page-without-headline')] : []),
    ...(text === '' ? [said('page-without-article')] : []),
    ...(date === null ? [said('page-without-date')] : []),
    ...(assumedUtc ? [said('page-date-without-zone')] : []),
  ]
}

/** Reads a page as a source with one item, its article. */
export function readPage(raw: RawDocument): ReadDocument {
  const { url, timeZone, options, contentType } = raw
  const bytes = Buffer.from(raw.bytes.buffer, raw.bytes.byteOffset, raw.bytes.byteLength)
  const reading = read(bytes, { contentType, url, timeZone, options })
  if (!reading.ok) return refused(raw, reading.reason, reading.problem)
  const { page, charset } = reading
  if (page.headline === '' && page.text === '') return refused(raw, said('page-without-story'))
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
