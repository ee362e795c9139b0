import type { ImportRow } from '../../../core/entities/imports/import-row.ts'

type Outcome = ImportRow['outcome']

export interface PackedRow {
  packed: string
  outcome: Outcome
}

/** Numbers stored for a row: the offsets of its key and of its packed bytes, their end, and the index in `outcomes`. */
const fields = 4

/**
 * Packed rows of a list sorted by address: rows merged together are then adjacent in the indexes of readers, so that a transaction writes a
 * few of their pages instead of nearly all. Rows, keys and offsets are kept as bytes in two buffers, which avoids garbage.
 */
export class SortedRun {
  #bytes = Buffer.from(new ArrayBuffer(1 << 20))
  #used = 0
  readonly #places: Uint32Array
  #length = 0
  readonly #outcomes: Outcome[] = []
  #order = new Uint32Array()

  /** `most`: rows that fit before `clear`. */
  constructor(most: number) {
    this.#places = new Uint32Array(most * fields)
  }

  get length(): number {
    return this.#length
  }

  /** `key`: the list's key for an address, which is the same each time the file is read. */
  push(key: string, outcome: Outcome, packed: string): void {
    const lower = key.toLowerCase()
    // A UTF-16 unit has at most three bytes in UTF-8.
    this.#makeRoom(3 * (lower.length + packed.length))
    const start = this.#used
    const from = start + this.#bytes.write(lower, start)
    this.#used = from + this.#bytes.write(packed, from)
    this.#places.set([start, from, this.#used, this.#numberOf(outcome)], this.#length * fields)
    this.#length += 1
  }

  #makeRoom(bytes: number): void {
    const most = this.#used + bytes
    if (most <= this.#bytes.length) return
    this.#bytes = Buffer.from(this.#bytes.buffer.transfer(Math.max(most, 2 * this.#bytes.length)))
  }

  #numberOf(outcome: Outcome): number {
    const known = this.#outcomes.indexOf(outcome)
    return known < 0 ? this.#outcomes.push(outcome) - 1 : known
  }

  /** Sorts the rows, once all have been added. */
  sort(): void {
    this.#order = Uint32Array.from({ length: this.#length }, (_, at) => at).sort((a, b) =>
      this.#compare(a, b),
    )
  }

  /** Some of the sorted rows: few at a time become garbage while they are young. */
  rows(from: number, end: number): PackedRow[] {
    return Array.from(this.#order.subarray(from, end), (row) => this.#row(row))
  }

  #compare(a: number, b: number): number {
    const [places, bytes] = [this.#places, this.#bytes]
    const [one, other] = [a * fields, b * fields]
    return bytes.compare(bytes, places[other], places[other + 1], places[one], places[one + 1]) || a - b
  }

  #row(row: number): PackedRow {
    const [, from = 0, end = 0, outcome = 0] = this.#places.subarray(row * fields, (row + 1) * fields)
    return { packed: this.#bytes.toString('utf8', from, end), outcome: this.#outcomes[outcome] ?? null }
  }

  clear(): void {
    this.#used = 0
    this.#length = 0
  }
}
