import type { PackedPiece } from './zip.ts'
import { readXml } from './xml.ts'
import { unescaped } from './cell-text.ts'

/** The texts that cells share, in one buffer of UTF-8: a million strings of their own would take four times as much. */
export class SharedStrings {
  #bytes = Buffer.allocUnsafe(65_536)
  #ends = new Uint32Array(4096)
  #count = 0
  #length = 0

  add(text: string): void {
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

export async function readSharedStrings(pieces: AsyncIterable<PackedPiece> | null): Promise<SharedStrings> {
  const strings = new SharedStrings()
  if (!pieces) return strings
  let text = ''
  let isText = false
  let phonetic = 0
  const reading = readXml(pieces, {
    open(name) {
      if (name === 'si') text = ''
      else if (name === 'rPh') phonetic += 1
      else isText = name === 't' && phonetic === 0
    },
    text(part) {
      if (isText) text += part
    },
    close(name) {
      if (name === 't') isText = false
      else if (name === 'rPh') phonetic -= 1
      else if (name === 'si') strings.add(unescaped(text))
    },
  })
  for await (const _ of reading);
  return strings
}
