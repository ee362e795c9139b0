/** A line as people count them, from 1, without its end. */
export interface Line {
  number: number
  text: string
}

/** Of a longer line no more than this is kept, in UTF-16 units: its row is rejected for its length. */
const mostKept = 100_000

/** Takes a text apart that comes in pieces. Each line may end in CRLF, LF or CR, whatever the others end in. */
export class LineSplitter {
  #number = 1
  /** What the next line begins with. */
  #held = ''
  /** The last piece ended in CR: an LF that follows is of the same line's end. */
  #afterCr = false

  /** The lines that end within this piece. */
  push(piece: string): Line[] {
    const text = this.#afterCr && piece.startsWith('\n') ? piece.slice(1) : piece
    if (piece !== '') this.#afterCr = piece.endsWith('\r')
    const lines: Line[] = []
    let start = 0
    for (const end of text.matchAll(/\r\n|\n|\r/g)) {
      this.#hold(text.slice(start, end.index))
      lines.push({ number: this.#number, text: this.#held })
      this.#number += 1
      this.#held = ''
      start = end.index + end[0].length
    }
    this.#hold(text.slice(start))
    return lines
  }

  /** What of a long line is not kept is said by an ellipsis, so that the rest is no blank line either. */
  #hold(text: string): void {
    if (this.#held.length > mostKept) return
    const all = this.#held + text
    this.#held = all.length > mostKept ? `${all.slice(0, mostKept)}…` : all
  }

  /** The last line, where the text does not end with a line's end. */
  end(): Line[] {
    const text = this.#held
    this.#held = ''
    return text === '' ? [] : [{ number: this.#number, text }]
  }
}
