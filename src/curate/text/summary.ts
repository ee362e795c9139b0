import type { Story } from '../../core/entities/story.ts'
import { oneLine } from '../../core/text/text.ts'
import { fitted, withoutCutOff } from '../../core/text/whole-sentences.ts'
import { readDateline } from './dateline.ts'
import { plainText } from './plain-text.ts'
import { sentences } from '../../core/text/sentences.ts'
import { normalTitle } from '../events/titles.ts'

const mostSentences = 3
// Enough for any summary; hostile text may be longer.
const readLength = 4000
// Phrases without content that feeds append to a description.
const invitation =
  /^(?:\[?(?:read|see|view|click|tap|continue|watch|listen)\b.{0,50}\b(?:more|here|story|article|reading|details|full|post|video|report|below|now|print)\b.{0,40}|more\s*(?:»|›|>+)?|the post .{1,200} appeared first on .+|\[?(?:…|\.\.\.)\]?)[.!\]]*$/i
/** A first sentence that exceeds the summary's length is kept whole up to this many characters, and cut at a clause beyond. */
const longestSentence = 600

// A list's number, separated from its item.
const bareNumber = /^\(?\d{1,2}[.)]*$/

function isHeadline(sentence: string, headline: string): boolean {
  const [said, title] = [normalTitle(sentence), normalTitle(headline)]
  return said === title || said === ''
}

/** Removes the headline from the beginning of a text, where some sources repeat it. */
function withoutHeadline(text: string, headline: string): string {
  const head = oneLine(headline)
  if (head === '' || !text.toLowerCase().startsWith(head.toLowerCase())) return text
  const rest = text.slice(head.length)
  return /^\s*(?:[.:;|–—-]\s+|$)/.test(rest) ? rest.replace(/^\s*[.:;|–—-]\s+/, '') : text
}

interface Extract {
  summary: string
  /** The wire agency named by a dateline. */
  agency: string | null
}

function extract(text: string, headline: string, max: number): Extract {
  const first = readDateline(oneLine(text.slice(0, readLength)))
  const second = readDateline(withoutHeadline(first.rest, headline))
  const informative = sentences(withoutCutOff(second.rest)).filter(
    (sentence) => !isHeadline(sentence, headline) && !invitation.test(sentence) && !bareNumber.test(sentence),
  )
  let summary = ''
  for (const sentence of informative.slice(0, mostSentences)) {
    const longer = summary === '' ? sentence : `${summary} ${sentence}`
    if ([...longer].length > max) break
    summary = longer
  }
  return {
    summary: summary || fitted(informative[0] ?? '', ({ length }) => length <= longestSentence),
    agency: first.agency ?? second.agency,
  }
}

/** The text from which a summary is extracted. */
type StoryText = Pick<Story, 'headline' | 'summary' | 'html'>

/**
 * A story's summary, in whole sentences of at most `max` characters (a longer first one is kept alone), and the wire agency that a dateline
 * names ("VIENNA (Reuters) -"). The summary comes from the source's own description, otherwise from the first sentences of the body; it
 * never repeats the headline. Empty if there is neither.
 */
export function extractOf(story: StoryText, max = 320): Extract {
  const own = extract(story.summary, story.headline, max)
  if (own.summary !== '' || story.html === null) return own
  const body = plainText(story.html).split('\n').slice(0, 6)
  return extract(
    body.filter((paragraph) => !isHeadline(paragraph, story.headline)).join(' '),
    story.headline,
    max,
  )
}

/** The summary of `extractOf`. */
export function summaryOf(story: StoryText, max?: number): string {
  return extractOf(story, max).summary
}

/** The author of a story: its byline, and the wire agency unless byline or source already names it; null if there is neither. */
export function attributionOf(
  { byline, sourceName }: Pick<Story, 'byline' | 'sourceName'>,
  agency: string | null,
): string | null {
  const named = `${sourceName} ${byline ?? ''}`.toLowerCase()
  const isNew = agency !== null && !named.includes(agency.toLowerCase())
  return [byline, isNew ? agency : null].filter(Boolean).join(', ') || null
}
