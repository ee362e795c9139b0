import type { Story } from '../../core/entities/story.ts'
import { oneLine } from '../../core/text/text.ts'
import { fitted, withoutCutOff } from '../../core/text/whole-sentences.ts'
import { readDateline } from './dateline.ts'
import { plainText } from './plain-text.ts'
import { sentences } from '../../core/text/sentences.ts'
import { normalTitle } from '../events/titles.ts'

const mostSentences = 3
// Enough for any summary; what is hostile may be longer.
const readLength = 4000
// What feeds put at the end of a description, which tells nothing.
const invitation =
  /^(?:\[?(?:read|see|view|click|tap|continue|watch|listen)\b.{0,50}\b(?:more|here|story|article|reading|details|full|post|video|report|below|now|print)\b.{0,40}|more\s*(?:»|›|>+)?|the post .{1,200} appeared first on .+|\[?(?:…|\.\.\.)\]?)[.!\]]*$/i
/** A first sentence longer than a summary stands whole up to so many characters, and ends at a clause beyond them. */
const longestSentence = 600

// A list's own numbers, cut off from what they count.
const bareNumber = /^\(?\d{1,2}[.)]*$/

function isHeadline(sentence: string, headline: string): boolean {
  const [said, title] = [normalTitle(sentence), normalTitle(headline)]
  return said === title || said === ''
}

/** The headline where it stands at the beginning of the text, as some sources repeat it. */
function withoutHeadline(text: string, headline: string): string {
  const head = oneLine(headline)
  if (head === '' || !text.toLowerCase().startsWith(head.toLowerCase())) return text
  const rest = text.slice(head.length)
  return /^\s*(?:[.:;|–—-]\s+|$)/.test(rest) ? rest.replace(/^\s*[.:;|–—-]\s+/, '') : text
}

interface Extract {
  summary: string
  /** The agency that a dateline named. */
  agency: string | null
}

function extract(text: string, headline: string, max: number): Extract {
  const first = readDateline(oneLine(text.slice(0, readLength)))
  const second = readDateline(withoutHeadline(first.rest, headline))
  const telling = sentences(withoutCutOff(second.rest)).filter(
    (sentence) => !isHeadline(sentence, headline) && !invitation.test(sentence) && !bareNumber.test(sentence),
  )
  let summary = ''
  for (const sentence of telling.slice(0, mostSentences)) {
    const longer = summary === '' ? sentence : `${summary} ${sentence}`
    if ([...longer].length > max) break
    summary = longer
  }
  return {
    summary: summary || fitted(telling[0] ?? '', ({ length }) => length <= longestSentence),
    agency: first.agency ?? second.agency,
  }
}

/** What summary and attribution are taken from. */
type StoryText = Pick<Story, 'headline' | 'summary' | 'html'>

/**
 * What is shown of a story: a summary, whole sentences of at most `max` characters (a longer first one stands alone), and the wire agency that a dateline named
 * ("VIENNA (Reuters) -"). The summary is the source's own description, else the first sentences of the body; never invented,
 * never the headline again. Empty where there is neither.
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

/** The summary alone, as `extractOf` has it. */
export function summaryOf(story: StoryText, max?: number): string {
  return extractOf(story, max).summary
}

/** Who wrote a story: its byline, and the wire agency where neither byline nor source names it; null where there is none. */
export function attributionOf(
  { byline, sourceName }: Pick<Story, 'byline' | 'sourceName'>,
  agency: string | null,
): string | null {
  const named = `${sourceName} ${byline ?? ''}`.toLowerCase()
  const isNew = agency !== null && !named.includes(agency.toLowerCase())
  return [byline, isNew ? agency : null].filter(Boolean).join(', ') || null
}
