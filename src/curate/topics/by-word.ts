import { mostKept, type Form } from './forms.ts'
import type { Token } from './tokens.ts'

/** A cache of values by word number: words recur, and most have no value. */
export interface ByWord<Known> {
  of(word: Pick<Token, 'number' | 'form'>): Known
  forget(): void
}

const [unread, hasNothing, hasSome] = [0, 1, 2]

/** Calls `read` once for each numbered word, and every time for others. `read` must return `nothing` itself if there is no value. */
export function byWord<Known>(read: (form: Form) => Known, nothing: Known): ByWord<Known> {
  // One byte per word, so that they fit the CPU's cache.
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
      // Without holes, which would make the array slow.
      while (known.length <= number) known.push(undefined)
      known[number] = found
      return found
    },
    forget: () => void signs.fill(unread),
  }
}
