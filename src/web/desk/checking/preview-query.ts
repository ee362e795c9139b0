import { z } from 'zod'
import { readForm, oneText, manyTexts } from '../../kit/forms/forms.ts'
import type { PreviewFor } from '../../../services/editions/viewing/preview/preview.ts'
import type { Shown } from '../../../services/editions/viewing/day/as-shown.ts'

/** What a preview shows, and how, from its query. */
export interface PreviewChoice extends Shown {
  topics: string[]
  /** A subscriber's address; if empty, the e-mail is shown as for any reader of the topics. */
  as: string
  width: 'phone' | 'desktop'
}

const schemes = ['light', 'dark'] as const

const schema = z.object({ topic: manyTexts, as: oneText, width: oneText, scheme: oneText, pictures: oneText })

/** Reads the query of a preview; invalid fields are treated as missing. */
export function readPreviewQuery(query: unknown): PreviewChoice {
  const read = readForm(schema, query)
  const { topic, as, width, scheme, pictures } = read.ok
    ? read.value
    : { topic: [], as: '', width: '', scheme: '', pictures: '' }
  return {
    topics: topic,
    as,
    width: width === 'phone' ? 'phone' : 'desktop',
    scheme: schemes.find((one) => one === scheme) ?? null,
    pictures: pictures !== 'off',
  }
}

/** Writes the query without defaults; begins with `?` unless it is empty. */
export function previewQuery({
  topics = [],
  as = '',
  width = 'desktop',
  scheme = null,
  pictures = true,
}: Partial<Omit<PreviewChoice, 'topics'> & { topics: readonly string[] }>): string {
  const query = new URLSearchParams([
    ...topics.map((topic) => ['topic', topic]),
    ...(as === '' ? [] : [['as', as]]),
    ...(width === 'phone' ? [['width', width]] : []),
    ...(scheme === null ? [] : [['scheme', scheme]]),
    ...(pictures ? [] : [['pictures', 'off']]),
  ])
  return query.size > 0 ? `?${query.toString()}` : ''
}

export const wantedBy = ({ as, topics }: PreviewChoice): PreviewFor =>
  as === '' ? { kind: 'topics', topics } : { kind: 'subscriber', email: as }
