/** A line as people count them, from 1, without its end. */
export interface Line {
  number: number
  text: string
}

/** The lines of a text, each of which may end in CRLF, LF or CR, whatever the others end in. */
export function* linesOf(text: string): Generator<Line> {
  const ends = /\r\n|\n|\r/g
  let number = 1
  let start = 0
  for (let end = ends.exec(text); end; end = ends.exec(text)) {
    yield { number, text: text.slice(start, end.index) }
    number += 1
    start = ends.lastIndex
  }
  if (start < text.length) yield { number, text: text.slice(start) }
}

export function countLines(text: string): number {
  let count = 0
  for (const _ of linesOf(text)) count += 1
  return count
}
