import { z } from 'zod'
import type { PictureLink } from '../../../core/entities/story.ts'
import { said } from '../../../core/said/said.ts'
import { decodeDocument } from '../../text/charset.ts'
import { refused, type RawDocument, type ReadDocument } from '../../reading/document.ts'
import type { FeedEntry } from '../feed-entry.ts'
import { parseJson } from './parse-json.ts'
import { headlineText, textOfHtml } from '../../text/plain-text.ts'
import { readEntries } from '../../reading/read-entries.ts'

const rendered = z.object({ rendered: z.string() }).transform(({ rendered: html }) => html)
const named = z.object({ name: z.string() })

const media = z.object({
  source_url: z.string(),
  alt_text: z.string().optional().catch(undefined),
  caption: rendered.optional().catch(undefined),
  media_details: z
    .object({ image_meta: z.object({ credit: z.string() }) })
    .optional()
    .catch(undefined),
})

const embedded = z.object({
  author: z.array(z.unknown()).catch([]),
  'wp:featuredmedia': z.array(z.unknown()).catch([]),
  'wp:term': z.array(z.array(z.unknown())).catch([]),
})

const post = z.object({
  id: z.number(),
  guid: rendered.optional().catch(undefined),
  link: z.string().optional().catch(undefined),
  date: z.string().optional().catch(undefined),
  date_gmt: z.string().optional().catch(undefined),
  modified_gmt: z.string().optional().catch(undefined),
  title: rendered.optional().catch(undefined),
  excerpt: rendered.optional().catch(undefined),
  content: rendered.optional().catch(undefined),
  _embedded: embedded.optional().catch(undefined),
})

const refusal = z.object({ code: z.string(), message: z.string() })

const namesOf = (list: unknown[]): string[] =>
  list.flatMap((each) => named.safeParse(each).data?.name ?? []).map(textOfHtml)

function picturesOf(list: unknown[]): PictureLink[] {
  return list.flatMap((each) => {
    const { data } = media.safeParse(each)
    if (!data) return []
    const words = (html: string | undefined): string | null => textOfHtml(html ?? '') || null
    const credit = words(data.media_details?.image_meta.credit)
    return [{ url: data.source_url, alt: words(data.alt_text), caption: words(data.caption), credit }]
  })
}

/** WordPress writes the times of `_gmt` fields without a zone, and those of drafts as zeros. */
function utc(text: string | undefined): string | undefined {
  if (text === undefined || text.startsWith('0000')) return undefined
  return /(?:z|[+-]\d\d:\d\d)$/i.test(text) ? text : `${text}Z`
}

function entryOf(written: z.infer<typeof post>): FeedEntry {
  const { author = [], 'wp:featuredmedia': pictures = [], 'wp:term': terms = [] } = written._embedded ?? {}
  return {
    id: written.guid ?? String(written.id),
    links: [written.link, written.guid],
    base: undefined,
    headline: headlineText(written.title ?? ''),
    people: namesOf(author),
    categories: namesOf(terms.flat()),
    summary: written.excerpt,
    content: written.content || undefined,
    contentBase: written.link,
    published: [utc(written.date_gmt), written.date],
    updated: [utc(written.modified_gmt)],
    pictures: picturesOf(pictures),
  }
}

/** Reads posts from the REST interface of WordPress. */
export function readWordpress(raw: RawDocument): ReadDocument {
  const { text, charset } = decodeDocument(raw)
  const json = parseJson(text, raw.where)
  if (!json.ok) return json
  const closed = refusal.safeParse(json.value)
  if (closed.success) return refused(raw, said('wordpress-closed', { code: closed.data.code }), 'forbidden')
  const list = z.array(z.unknown()).safeParse(json.value)
  if (!list.success) return refused(raw, said('wordpress-without-posts'))
  const read = list.data.map((each) => post.safeParse(each).data)
  const entries = read.filter((each) => each !== undefined).map(entryOf)
  const lost = read.length - entries.length
  const notes = lost === 0 ? [] : [said('wordpress-entries-lost', { count: lost })]
  const document = { title: '', notes, freshFor: null, inner: [], outer: [], entries }
  return readEntries(raw, charset, { ...document, format: 'wordpress' }, [])
}
