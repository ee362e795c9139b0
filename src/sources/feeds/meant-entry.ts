import { clip } from '../../core/text/text.ts'
import { meantHtml } from '../text/meant-html.ts'
import { textOfHtml } from '../text/plain-text.ts'
import type { FeedEntry } from './feed-entry.ts'
import { shownHeadline } from './shown-headline.ts'

/** A search for news gives the headline and its publisher once more in place of a summary, or a list of such. */
function isRepeated({ summary, publisher }: FeedEntry, headline: string): boolean {
  if (summary === undefined || publisher === undefined || headline === '') return false
  const beginning = `${headline} ${publisher}`
  return textOfHtml(summary, 2 * beginning.length).startsWith(beginning)
}

/** A name of senseless length is looked for in vain in every headline. */
const shortened = (name: string | undefined) => name && clip(name, 200)

/** An entry without what programs put around its texts. `title`: that of its feed. */
export function meantEntry(entry: FeedEntry, title: string): FeedEntry {
  const headline = shownHeadline(entry.headline, [entry.publisher, title].map(shortened))
  const summary = isRepeated(entry, headline) ? undefined : entry.summary
  const meant = (html: string | undefined) => (html === undefined ? html : meantHtml(html))
  return { ...entry, headline, summary: meant(summary), content: meant(entry.content) }
}
