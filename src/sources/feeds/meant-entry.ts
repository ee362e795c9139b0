import { clip } from '../../core/text/text.ts'
import { meantHtml } from '../text/meant-html.ts'
import { textOfHtml } from '../text/plain-text.ts'
import type { FeedEntry } from './feed-entry.ts'
import { shownHeadline } from './shown-headline.ts'

/** In the feed of a news search the summary repeats headline and publisher, or lists several of them. */
function isRepeated({ summary, publisher }: FeedEntry, headline: string): boolean {
  if (summary === undefined || publisher === undefined || headline === '') return false
  const beginning = `${headline} ${publisher}`
  return textOfHtml(summary, 2 * beginning.length).startsWith(beginning)
}

/** Looked for in every headline, so its length must be limited. */
const shortened = (name: string | undefined) => name && clip(name, 200)

/** An entry without what publishing systems add to its texts. `title`: of its feed. */
export function meantEntry(entry: FeedEntry, title: string): FeedEntry {
  const headline = shownHeadline(entry.headline, [entry.publisher, title].map(shortened))
  const summary = isRepeated(entry, headline) ? undefined : entry.summary
  const meant = (html: string | undefined) => (html === undefined ? html : meantHtml(html))
  return { ...entry, headline, summary: meant(summary), content: meant(entry.content) }
}
