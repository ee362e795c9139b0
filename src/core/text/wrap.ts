const width = 72

// Letters of two columns (UAX #11, W and F), as far as sources use them.
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1F64F}\u{1F680}-\u{1F6FF}\u{1F900}-\u{1F9FF}\u{20000}-\u{3FFFD}]/u
const none = /[\p{Mn}\p{Me}\p{Cf}]/u

/** The columns of a text in a monospaced font: two for wide letters, none for combining marks. */
export function columns(text: string): number {
  let sum = 0
  for (const letter of text) sum += wide.test(letter) ? 2 : none.test(letter) ? 0 : 1
  return sum
}

/** Splits a word that is longer than a line: text without spaces, such as Chinese, may break anywhere; an address may not. */
function pieces(word: string, room: number): string[] {
  if (columns(word) <= room || /^\w+:\/\//.test(word)) return [word]
  const found: string[] = []
  let piece = ''
  let filled = 0
  for (const letter of word) {
    const more = columns(letter)
    if (filled + more > room) {
      found.push(piece)
      piece = ''
      filled = 0
    }
    piece += letter
    filled += more
  }
  return [...found, piece]
}

/**
 * Breaks text at spaces into lines of at most 72 columns, indenting lines after the first. An address may be longer and then has its own
 * line.
 */
export function wrapped(text: string, indent: number): string {
  const room = width - indent
  const lines: string[] = []
  let line = ''
  let filled = 0
  for (const word of text.split(' ').flatMap((one) => pieces(one, room))) {
    const more = columns(word)
    if (line !== '' && filled + 1 + more > room) {
      lines.push(line)
      line = word
      filled = more
    } else {
      filled += more + (line === '' ? 0 : 1)
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, line].join(`\n${' '.repeat(indent)}`)
}
