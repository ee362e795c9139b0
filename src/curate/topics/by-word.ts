import { mostKept, type Form } from './forms.ts'
import type { Token } from './tokens.ts'

/** What is known of words, by their numbers: most words come again, and of most there is nothing. */
export interface ByWord<Known> {
  of(word: Pick<Token, 'number' | 'form'>): Known
  forget(): void
}

const [unread, hasNothing, hasSome] = [0, 1, 2]

/** Asks `read` once for each word that is kept, and each time for others. It gives `nothing` itself where there is nothing. */
export function byWord<Known>(read: (form: Form) => Known, nothing: Known): ByWord<Known> {
  // A byte a word, so that these stay near.
  const signs = new Uint8Array(mostKept)
  const known: (Known | undefined)[] = []
  return {
    of({ number, form }) {
      const sign = signs[number] ?? unread
      if (sign === hasNothing) return nothing
      if (sign === hasSome) return known[number] as Known
      const found = read(form)
      if (number < 0) return found
      signs[number] = found === nothing ? hasNothing : hasSome
      // Without holes, which would make it slow.
      while (known.length <= number) known.push(undefined)
      known[number] = found
      return found
    },
    forget: () => void signs.fill(unread),
  }
}
