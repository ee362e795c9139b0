import type { PackedPiece } from './zip.ts'
import { readXml, type XmlReader } from './xml.ts'
import { unescaped } from './cell-text.ts'

/** The texts that cells refer to by number. */
export interface CellTexts {
  /** Loads these texts, so that `at` can return them. Throws `bad-input`. */
  read(indexes: readonly number[]): Promise<void>
  /** Empty for an unknown number. */
  at(index: number): string
}

/** The longest text that a cell can contain; a longer one is truncated, and its row is rejected as too long. */
const mostCharacters = 32_767

/**
 * The shared texts of cells, read only as far as needed, in one UTF-8 buffer: a million separate strings would take four times as much
 * memory.
 */
export class SharedStrings implements CellTexts {
  #bytes = Buffer.allocUnsafe(65_536)
  #ends = new Uint32Array(4096)
  #count = 0
  #length = 0
  readonly #reading: AsyncIterator<number> | null
  #isRead = false
  /** Serializes concurrent reads. */
  #turn: Promise<void> = Promise.resolve()

  /** `pieces`: of the part with the texts; null if there is none. */
  constructor(pieces: AsyncIterable<PackedPiece> | null) {
    this.#reading =
      pieces &&
      readXml(
        pieces,
        readerOf((text) => this.#add(text)),
      )
  }

  /** Reads on until these texts are loaded or there are no more. Throws `bad-input`. */
  async read(indexes: readonly number[]): Promise<void> {
    const last = indexes.reduce((most, index) => Math.max(most, index), -1)
    this.#turn = this.#turn.then(() => this.#readTo(last))
    return this.#turn
  }

  async #readTo(index: number): Promise<void> {
    while (this.#count <= index && !this.#isRead && this.#reading)
      this.#isRead = (await this.#reading.next()).done === true
  }

  #add(text: string): void {
    const needed = this.#length + text.length * 3
    if (needed > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed, Math.ceil(this.#bytes.length * 1.5)))
      this.#bytes.copy(grown, 0, 0, this.#length)
      this.#bytes = grown
    }
    if (this.#count >= this.#ends.length) {
      const grown = new Uint32Array(Math.ceil(this.#ends.length * 1.5))
      grown.set(this.#ends)
      this.#ends = grown
    }
    this.#length += this.#bytes.write(text, this.#length)
    this.#ends[this.#count] = this.#length
    this.#count += 1
  }

  at(index: number): string {
    if (!(index >= 0 && index < this.#count)) return ''
    const from = index === 0 ? 0 : this.#ends[index - 1]
    return this.#bytes.toString('utf8', from, this.#ends[index])
  }
}

/** A few of these texts, to show the first rows: all others are skipped, so that memory stays small however many texts a workbook has. */
export class PickedStrings implements CellTexts {
  readonly #pieces: () => AsyncIterable<PackedPiece> | null
  readonly #texts = new Map<number, string>()

  constructor(pieces: () => AsyncIterable<PackedPiece> | null) {
    this.#pieces = pieces
  }

  async read(indexes: readonly number[]): Promise<void> {
    const wanted = new Set(indexes.filter((index) => !this.#texts.has(index)))
    const pieces = wanted.size === 0 ? null : this.#pieces()
    if (!pieces) return
    const last = Math.max(...wanted)
    let count = 0
    const reader = readerOf((text) => {
      if (wanted.has(count)) this.#texts.set(count, text)
      count += 1
    })
    for await (const _ of readXml(pieces, reader)) if (count > last) return
  }

  at(index: number): string {
    return this.#texts.get(index) ?? ''
  }
}

function readerOf(add: (text: string) => void): XmlReader {
  let text = ''
  let isText = false
  let phonetic = 0
  return {
    open(name) {
      if (name === 'si') text = ''
      else if (name === 'rPh') phonetic += 1
      else isText = name === 't' && phonetic === 0
    },
    text(part) {
      if (isText && text.length < mostCharacters) text += part.slice(0, mostCharacters)
    },
    close(name) {
      if (name === 't') isText = false
      else if (name === 'rPh') phonetic -= 1
      else if (name === 'si') add(unescaped(text))
    },
  }
}
