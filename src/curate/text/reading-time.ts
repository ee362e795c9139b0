const wordsAMinute = 220

/** Minutes to read plain texts, at least 1. */
export function readingMinutes(texts: readonly string[]): number {
  const words = texts.reduce((sum, text) => sum + (text.match(/\S+/g)?.length ?? 0), 0)
  return Math.max(1, Math.round(words / wordsAMinute))
}
