/** A line without its line break; numbered from 1. */
export interface Line {
  number: number
  text: string
}

/** UTF-16 units kept of a longer line; its row is rejected as too long. */
const mostKept = 100_000

/** Splits text that arrives in pieces into lines. Lines may end in CRLF, LF or CR, also mixed. */
export class LineSplitter {
  #number = 1
  /** The beginning of the next line. */
  #held = ''
  /** The last piece ended in CR: a following LF belongs to the same line break. */
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

  /** An ellipsis marks a truncated line, so that the rest does not count as a blank line either. */
  #hold(text: string): void {
    if (this.#held.length > mostKept) return
    const all = this.#held + text
    this.#held = all.length > mostKept ? `${all.slice(0, mostKept)}…` : all
  }

  /** The last line, if the text does not end with a line break. */
  end(): Line[] {
    const text = this.#held
    this.#held = ''
    return text === '' ? [] : [{ number: this.#number, text }]
  }
}
