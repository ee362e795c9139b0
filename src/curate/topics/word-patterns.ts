/** Lexicon words that may be part of longer ones: `*sprengkopf*`, `atom*`, `*vertrag`. */
export interface WordPatterns {
  /** `pattern` is in lower case and contains its `*`. */
  add(pattern: string): void
  /** The patterns that a lower-case word matches: those with most letters first, then those with fewer `*`. */
  in(word: string): readonly string[]
}

interface Node {
  next: Map<string, Node>
  /** Patterns that end here, and whether letters may precede or follow. */
  ends: { pattern: string; openBefore: boolean; openAfter: boolean }[]
}

const node = (): Node => ({ next: new Map(), ends: [] })

/** Longer than meaningful words of any language; so one word costs at most the square of this. */
const longestWord = 80
const none: readonly string[] = []
const mostKnown = 50_000

/** True if a word of a phrase may be part of a longer one. */
export const hasPattern = (phrase: string): boolean => phrase.includes('*')

const lettersOf = (pattern: string): number => pattern.replaceAll('*', '').length

function byExactness(a: string, b: string): number {
  return lettersOf(b) - lettersOf(a) || a.length - b.length || (a < b ? -1 : 1)
}

function matchesOf(root: Node, word: string): readonly string[] {
  if (word.length > longestWord) return none
  const found = new Set<string>()
  for (let from = 0; from < word.length; from++) {
    let here: Node | undefined = root
    for (let at = from; (here = here.next.get(word.charAt(at))); at++)
      for (const { pattern, openBefore, openAfter } of here.ends)
        if ((from === 0 || openBefore) && (at + 1 === word.length || openAfter)) found.add(pattern)
  }
  return found.size === 0 ? none : [...found].sort(byExactness)
}

export function wordPatterns(): WordPatterns {
  const root = node()
  // Cached, because texts repeat few words many times.
  const known = new Map<string, readonly string[]>()
  return {
    add(pattern) {
      let here = root
      for (const letter of pattern.replaceAll('*', '')) {
        const next = here.next.get(letter) ?? node()
        here.next.set(letter, next)
        here = next
      }
      if (here === root || here.ends.some((end) => end.pattern === pattern)) return
      here.ends.push({ pattern, openBefore: pattern.startsWith('*'), openAfter: pattern.endsWith('*') })
      known.clear()
    },
    in(word) {
      if (root.next.size === 0) return none
      const before = known.get(word)
      if (before) return before
      const found = matchesOf(root, word)
      if (known.size < mostKnown) known.set(word, found)
      return found
    },
  }
}
