import type { SourceOptions } from '../../../core/entities/sources/source.ts'
import { said } from '../../../core/said/said.ts'
import { decodeDocument } from '../../text/charset.ts'
import { refused, type RawDocument, type ReadDocument } from '../../reading/document.ts'
import type { FeedEntry } from '../feed-entry.ts'
import { bare } from '../feed-pictures.ts'
import { filled, textAt, textsAt, valuesAt } from './json-path.ts'
import { parseJson } from './parse-json.ts'
import { headlineText } from '../../text/plain-text.ts'
import { readEntries } from '../../reading/read-entries.ts'

type Fields = NonNullable<SourceOptions['fields']>

function entryOf(item: unknown, fields: Fields): FeedEntry {
  const text = (path: string | undefined): string | undefined =>
    path === undefined ? undefined : textAt(item, path)
  const link = fields.link === undefined ? undefined : filled(item, fields.link)
  return {
    id: fields.id === undefined ? undefined : filled(item, fields.id),
    links: [link],
    base: undefined,
    headline: headlineText(text(fields.headline) ?? ''),
    people: fields.byline === undefined ? [] : textsAt(item, fields.byline).map(headlineText),
    categories: fields.category === undefined ? [] : textsAt(item, fields.category).map(headlineText),
    summary: text(fields.summary),
    content: text(fields.body),
    contentBase: link,
    published: fields.date === undefined ? [] : [textAt(item, fields.date)],
    updated: [],
    pictures: bare(text(fields.image)),
  }
}

/** Reads arbitrary JSON by the paths in the source's options. */
export function readJson(raw: RawDocument): ReadDocument {
  const { fields } = raw.options
  if (!fields?.headline) return refused(raw, said('json-without-fields'), 'other')
  const { text, charset } = decodeDocument(raw)
  const json = parseJson(text, raw.where)
  if (!json.ok) return json
  const lists = valuesAt(json.value, fields.items ?? '').filter((value) => Array.isArray(value))
  if (lists.length === 0) return refused(raw, said('json-without-list', { path: fields.items ?? '' }))
  const entries = lists
    .flat()
    .slice(0, raw.mostItems + 1)
    .map((item) => entryOf(item, fields))
  const document = { title: '', notes: [], freshFor: null, inner: [], outer: [], entries }
  return readEntries(raw, charset, { ...document, format: 'json-path' }, [])
}
