const uninflected = new Set(['news', 'this', 'has', 'was', 'his', 'its', 'series', 'mars'])

/**
 * Removes plural endings, for a lexicon and texts alike: `treaties` and `treaty`, `viruses` and `virus`, `cases` and `case`. Not a
 * dictionary's stem.
 */
function english(lower: string): string {
  if (lower.length < 4 || uninflected.has(lower)) return lower
  if (lower.length > 4 && lower.endsWith('ies')) return `${lower.slice(0, -3)}y`
  const single = lower.endsWith('s') && !/(?:ss|us|is)$/.test(lower) ? lower.slice(0, -1) : lower
  return single.length > 3 && /(?:[sxz]|ch|sh)e$/.test(single) ? single.slice(0, -1) : single
}

/**
 * Removes endings of case, number and gender: `Verträge`, `Vertrags` and `Vertrag`, `nukleare` and `nuklearen` (umlauts are already
 * folded). After Savoy's light stemmer for German (2006), with a minimum stem of four letters.
 */
function german(lower: string): string {
  const genitive = lower.length > 4 && /[^s]s$/.test(lower) ? lower.slice(0, -1) : lower
  return genitive.replace(/(?<=^.{4,60})(?:ern|e[mnr]|[en])$/, '')
}

const asWritten = (lower: string): string => lower

/** By primary language. Words of other languages match as written; a lexicon uses `*` for their endings. */
const stems: Record<string, (lower: string) => string> = { en: english, de: german }
export const stemOf = (language: string): ((lower: string) => string) => stems[language] ?? asWritten
