/** What a row says of a person, as numbers: the same for the same words, and hardly ever for others. */
export interface Fingerprint {
  /** 0 where the row says none. */
  name: number
  choices: number
}

const fields = 5

/** How full a part may be, and how much larger it is made then. */
const fullest = 0.75
const growth = 1.25

/** Parts of a table that grow by themselves, so that only a small one is there twice while it does. */
const parts = 64

/**
 * Where a list names each person first, and how, so that the same address further down is noticed. It holds numbers alone, 20 bytes a
 * person at three fifths of its room or more: a million take some 30 MB.
 */
export class Mentions {
  readonly #parts = Array.from({ length: parts }, () => new Part())

  /** The line where a person is named first; null where it is this one, which is remembered. `differs`: it says something else, or more. */
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
  /** Two parts of the person's hash, the line, and the fingerprint; a line of 0 is free room. */
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
    // Its memory is free at once, not when it is collected.
    old.buffer.transfer(0)
  }
}

/** FNV-1a over UTF-16, never 0. */
export function fingerprint(text: string): number {
  let sum = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193)
  return sum >>> 0 || 1
}
