import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Marked } from 'marked'
import type { PictureLink, SourceItem } from '../../core/entities/story.ts'
import { said, type Said } from '../../core/said/said.ts'
import { clip } from '../../core/text/text.ts'
import { cleanHtml } from '../text/clean-html.ts'
import { readDate } from '../dates/dates.ts'
import { readFrontMatter, type FrontMatter } from './front-matter.ts'
import { line, textOfHtml } from '../text/plain-text.ts'

/** The story of a file, without its position in the folder. */
type FileItem = Omit<SourceItem, 'position' | 'fingerprint'>

export type FileReading = { ok: true; item: FileItem; notes: Said[] } | { ok: false; reason: Said }

const longestExcerpt = 500
const markdown = new Marked({ async: false, gfm: true })

const lineOrNull = (text: string | undefined): string | null => line(text ?? '') || null

function pictureOf(image: FrontMatter['image'], folder: string): PictureLink | null {
  if (!image) return null
  const url = image.url ?? pathToFileURL(resolve(folder, image.file ?? '')).href
  return {
    url,
    alt: lineOrNull(image.alt),
    caption: lineOrNull(image.caption),
    credit: lineOrNull(image.credit),
  }
}

const firstParagraph = (html: string | null): string =>
  clip(textOfHtml(/<p>([\s\S]*?)<\/p>/.exec(html ?? '')?.[1] ?? html ?? ''), longestExcerpt)

/** Reads one editor's file: front matter and a body in Markdown, sanitised like anything from outside. */
export function readStoryFile(
  name: string,
  text: string,
  folder: string,
  timeZone: string | null,
): FileReading {
  const file = readFrontMatter(text)
  if (!file.ok) return file
  const { fields } = file
  const date = readDate(fields.date, timeZone)
  if (!date) return { ok: false, reason: said('file-date-not-valid', { date: fields.date }) }
  const { html } = cleanHtml(markdown.parse(file.body) as string, fields.link ?? null)
  const byline = [fields.byline, fields.source]
    .map((text) => line(text ?? ''))
    .filter(Boolean)
    .join(', ')
  const item: FileItem = {
    id: name,
    link: fields.link ?? null,
    headline: line(fields.headline),
    byline: byline || null,
    summary: line(fields.summary ?? '') || firstParagraph(html),
    html,
    date: date.instant,
    dateFrom: 'published',
    image: pictureOf(fields.image, folder),
    topics: fields.topics.map(line),
    countries: fields.countries.map((code) => line(code).toUpperCase()),
    categories: [],
    section: fields.section ?? null,
    own: html !== null && fields.link === undefined,
  }
  const notes = file.unknown.map((key) => said('file-field-unknown', { field: clip(line(key), 40) }))
  return { ok: true, item, notes }
}
