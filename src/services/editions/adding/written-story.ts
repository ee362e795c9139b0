import { AppError } from '../../../core/errors.ts'
import { webAddress } from '../../../core/addresses/web-address.ts'
import { withoutMarks } from '../../../core/text/slots.ts'
import { oneLine } from '../../../core/text/text.ts'
import { withoutTracking } from '../../../core/text/tracking.ts'
import { editedWords } from '../changing/words.ts'
import { said } from '../../../core/said/said.ts'

/** A story as an editor enters it: a link, or a headline and a source; null fields are filled in from the page. */
export interface TypedStory {
  link: string | null
  headline: string | null
  text: string | null
  /** Its publisher, as readers see it. */
  source: string | null
}

/** Limits in characters. */
const longest = { link: 2_000, source: 100 }

/** Cleans what was typed: the link without tracking. Throws `bad-input` if a field is invalid or too much is missing. */
export function writtenStory(typed: TypedStory): TypedStory {
  const link = filled(typed.link)
  const written: TypedStory = {
    link: link === null ? null : linkFrom(link),
    headline: filled(typed.headline) && editedWords('headline', typed.headline ?? ''),
    text: filled(typed.text) && editedWords('summary', typed.text ?? ''),
    source: sourceFrom(typed.source),
  }
  if (written.link === null && written.headline === null)
    throw new AppError('bad-input', said('added-story-lacks-link'))
  if (written.link === null && written.source === null)
    throw new AppError('bad-input', said('added-story-lacks-source'))
  return written
}

function filled(text: string | null): string | null {
  const trimmed = (text ?? '').trim()
  return trimmed === '' ? null : trimmed
}

function linkFrom(text: string): string {
  const link = webAddress(text)
  const url = URL.canParse(link) ? new URL(link) : null
  if (!url || !/^https?:$/.test(url.protocol)) throw new AppError('bad-input', said('added-link-invalid'))
  if (url.username !== '' || url.password !== '')
    throw new AppError('bad-input', said('added-link-with-login'))
  if (url.href.length > longest.link)
    throw new AppError('bad-input', said('added-link-long', { most: longest.link }))
  return withoutTracking(url.href)
}

function sourceFrom(text: string | null): string | null {
  const source = oneLine(withoutMarks(text ?? ''))
  if (source.length > longest.source)
    throw new AppError('bad-input', said('added-source-long', { most: longest.source }))
  return source === '' ? null : source
}
