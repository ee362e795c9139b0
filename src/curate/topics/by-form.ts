import type { Form } from './forms.ts'

/** What is known of words, by the numbers under which their language keeps them: most words come again. */
export interface ByForm<Known> {
  of(form: Form): Known
  forget(): void
}

/** Asks `read` once for each word that is kept, and each time for others. */
export function byForm<Known>(read: (form: Form) => Known): ByForm<Known> {
  let known: (Known | undefined)[] = []
  return {
    of(form) {
      if (form.number === null) return read(form)
      // Without holes, which would make it slow.
      while (known.length <= form.number) known.push(undefined)
      return (known[form.number] ??= read(form))
    },
    forget: () => (known = []),
  }
}
