/** Newsrooms have one set of topics; another is tried now and then. */
const most = 4

/**
 * What was compiled of late by what it was compiled from, compared by content: compiling lexicons takes a tenth of a second and
 * more, which an editor's change must not wait for. Gives what there is under the input, made where it is new.
 */
export function keptCompiled<Input extends object, Made>(make: () => Made): (from: Input) => Made {
  const kept = new Map<string, Made>()
  // What the store gives again and again is one and the same: it need not be written out to be compared.
  const byObject = new WeakMap<Input, Made>()
  const ofContent = (from: Input): Made => {
    const key = JSON.stringify(from)
    const made = kept.get(key) ?? make()
    kept.delete(key)
    kept.set(key, made)
    if (kept.size > most) kept.delete(kept.keys().next().value ?? '')
    return made
  }
  return (from) => {
    const made = byObject.get(from) ?? ofContent(from)
    byObject.set(from, made)
    return made
  }
}
