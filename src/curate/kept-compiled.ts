/** A newsroom has one set of topics, and occasionally tries another. */
const most = 4

/**
 * Caches what was compiled last, keyed by the content of its input: compiling lexicons takes a tenth of a second or more, which an editor's
 * change must not wait for. Returns the cached value, or makes one for a new input.
 */
export function keptCompiled<Input extends object, Made>(make: () => Made): (from: Input) => Made {
  const kept = new Map<string, Made>()
  // The store returns the same object repeatedly, which need not be serialised to be compared.
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
