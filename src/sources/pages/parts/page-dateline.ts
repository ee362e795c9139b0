import { dateWithin } from '../../dates/date-within.ts'
import type { PageDocument } from '../page-document.ts'
import { blocksOf } from './page-prose.ts'

/** In characters. A longer line with a date is a sentence of the article, not a label. */
const longestLine = 160
const shortestParagraph = 120
const linesAfter = 14
const linesBefore = 4

interface Dateline {
  text: string
  /** True if it is the date of a change, not of publication. */
  changed: boolean
}

/** All dates in a line; “Published …, updated …” has two. */
const datesIn = (line: string): Dateline[] =>
  line
    .split(
      /(?=\b(?:updated|modified|aktualisiert|mis à jour|atualizado|actualizado|aggiornato)\b)|[;|](?=\s*\p{Lu}?\p{L}+ )/iu,
    )
    .flatMap((part) => {
      const text = dateWithin(part)
      const changed =
        /^\W*(?:last )?(?:updated|modified|aktualisiert|mis à jour|atualizado|actualizado|aggiornato)/i.test(
          part,
        )
      return text === null ? [] : [{ text, changed }]
    })

/** The dates in the lines after the headline, then those in the few lines before it. */
export function datelinesOf(document: PageDocument, headline: string): Dateline[] {
  if (headline === '') return []
  const lines = blocksOf(document.body)
  const at = lines.findLastIndex(
    (line) => line.startsWith(headline.slice(0, 200)) && line.length < headline.length + longestLine,
  )
  const first = lines.findIndex((line) => line === headline)
  const places = [...new Set([first, at])].filter((place) => place !== -1)
  return places.flatMap((place) =>
    [...linesFrom(lines, place), ...lines.slice(Math.max(place - linesBefore, 0), place).toReversed()]
      .map((line) => (line.startsWith(headline) ? line.slice(headline.length) : line))
      .filter((line) => line.length <= longestLine)
      .flatMap(datesIn),
  )
}

/** The lines from a position on, up to the second long paragraph. */
function linesFrom(lines: string[], place: number): string[] {
  const near = lines.slice(place, place + linesAfter)
  const paragraphs = near.flatMap((line, at) => (at > 0 && line.length > shortestParagraph ? [at] : []))
  return near.slice(0, paragraphs[1] ?? linesAfter)
}
