import type { ImportRow } from '../../../core/entities/imports/import-row.ts'

interface Place {
  key: string
  outcome: ImportRow['outcome']
  from: number
  end: number
}

/**
 * Packed rows of a list in the order of their addresses: those that are merged together then lie together in the indexes of readers, so that a
 * transaction writes a few of their pages instead of nearly all. The rows are kept as bytes in one place, which leaves no garbage.
 */
export class SortedRun {
  #bytes = Buffer.alloc(1 << 20)
  #used = 0
  #places: Place[] = []

  get length(): number {
    return this.#places.length
  }

  /** `key`: what the file has for an address, which is the same whenever it is read. */
  push(key: string, outcome: ImportRow['outcome'], packed: string): void {
    // A unit of UTF-16 has at most three bytes in UTF-8.
    const most = this.#used + 3 * packed.length
    if (most > this.#bytes.length) {
      const more = Buffer.alloc(Math.max(most, 2 * this.#bytes.length))
      this.#bytes.copy(more)
      this.#bytes = more
    }
    const from = this.#used
    this.#used += this.#bytes.write(packed, from)
    this.#places.push({ key: key.toLowerCase(), outcome, from, end: this.#used })
  }

  /** The rows in order, but for the first of them, so many at a time. */
  *inOrder(but: number, atOnce: number): Generator<{ packed: string; outcome: ImportRow['outcome'] }[]> {
    this.#places.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    for (let at = but; at < this.#places.length; at += atOnce)
      yield this.#places.slice(at, at + atOnce).map(({ outcome, from, end }) => ({
        outcome,
        packed: this.#bytes.toString('utf8', from, end),
      }))
  }

  clear(): void {
    this.#used = 0
    this.#places = []
  }
}
