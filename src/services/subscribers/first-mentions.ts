import type { Digest } from '../../core/entities/newsroom.ts'
import type { Checked } from './add-subscriber.ts'

type Person = Extract<Checked, { ok: true }>

/** Where a list names each person of a digest first, and how, so that the same address further down is noticed. */
export class FirstMentions {
  readonly #lines = new Map<string, { line: number; name: string | null; choices: string }>()

  remember(line: number, digest: Digest, person: Person): void {
    this.#lines.set(keyOf(digest, person), { line, name: person.name, choices: choicesOf(person) })
  }

  /** The earlier line of the same person; `differs` where this row says something else or more of them. */
  before(digest: Digest, person: Person): { line: number; differs: boolean } | null {
    const first = this.#lines.get(keyOf(digest, person))
    if (!first) return null
    const isNamedElse = person.name !== null && person.name !== first.name
    return { line: first.line, differs: isNamedElse || first.choices !== choicesOf(person) }
  }
}

const keyOf = (digest: Digest, { hash }: Person) => `${digest.id}:${hash}`

function choicesOf({ choices: { topics, days, hour, timeZone } }: Person): string {
  return JSON.stringify([topics.toSorted(), days, hour, timeZone])
}
