/** Hashes of what a row says of a person: equal for the same words, and almost never for others. */
export interface Fingerprint {
  /** 0 if the row has none. */
  name: number
  choices: number
}

const fields = 5

/** The load factor at which a part grows, and by how much. */
const fullest = 0.75
const growth = 1.25

/** Parts of the table that grow separately, so that only a small one exists twice while it does. */
const parts = 64

/**
 * The first line of each person in a list, and a hash of what it said, to detect the same address further down. Only numbers, 20 bytes per
 * person at a load of three fifths or more: about 30 MB for a million.
 */
export class Mentions {
  readonly #parts = Array.from({ length: parts }, () => new Part())

  /**
   * The line where a person occurs first; null if it is this one, which is remembered. `differs`: this line says something else, or more.
   */
  mention(
    hash: string,
    digestId: number,
    line: number,
    print: Fingerprint,
  ): { line: number; differs: boolean } | null {
    const one = Number.parseInt(hash.slice(0, 8), 16)
    const other = (Number.parseInt(hash.slice(8, 16), 16) ^ Math.imul(digestId, 0x9e3779b1)) >>> 0
    return this.#parts[other % parts]?.mention(one, other, line, print) ?? null
  }
}

class Part {
  #room = 1 << 8
  #used = 0
  /** Two parts of the person's hash, the line, and the fingerprint; a line of 0 marks a free slot. */
  #slots = new Uint32Array(this.#room * fields)

  mention(
    one: number,
    other: number,
    line: number,
    { name, choices }: Fingerprint,
  ): { line: number; differs: boolean } | null {
    if (this.#used > this.#room * fullest) this.#grow()
    const at = this.#find(this.#slots, one, other)
    const slots = this.#slots
    const first = slots[at + 2] ?? 0
    if (first === 0) {
      slots.set([one, other, line, name, choices], at)
      this.#used += 1
      return null
    }
    const isNamedElse = name !== 0 && name !== slots[at + 3]
    return { line: first, differs: isNamedElse || choices !== slots[at + 4] }
  }

  #find(slots: Uint32Array, one: number, other: number): number {
    const room = slots.length / fields
    for (let place = one % room; ; place = place + 1 === room ? 0 : place + 1) {
      const at = place * fields
      if (slots[at + 2] === 0 || (slots[at] === one && slots[at + 1] === other)) return at
    }
  }

  #grow(): void {
    const old = this.#slots
    this.#room = Math.ceil(this.#room * growth)
    this.#slots = new Uint32Array(this.#room * fields)
    for (let from = 0; from < old.length; from += fields) {
      if (old[from + 2] === 0) continue
      const to = this.#find(this.#slots, old[from] ?? 0, old[from + 1] ?? 0)
      this.#slots.set(old.subarray(from, from + fields), to)
    }
    // Frees the memory at once instead of at the next garbage collection.
    old.buffer.transfer(0)
  }
}

/** FNV-1a over UTF-16, never 0. */
export function fingerprint(text: string): number {
  let sum = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193)
  return sum >>> 0 || 1
}
