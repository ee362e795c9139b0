/** Elements without an end tag, or with an optional one, add no depth. */
const flat = 'area base br col dd dt embed hr img input li link meta option p param source td th tr track wbr'
const opening = new RegExp(`<(/?)(?!(?:${flat.split(' ').join('|')})\\b)[a-z][^\\s/>]*`, 'gi')

/** Deeper than any article; the sanitiser's work grows with the square of the depth. */
const deepest = 200

function isDeep(html: string): boolean {
  // The shortest tag has three characters.
  if (html.length < deepest * 3) return false
  let depth = 0
  for (const match of html.matchAll(opening)) {
    depth = match[1] === '/' ? Math.max(depth - 1, 0) : depth + 1
    if (depth > deepest) return true
  }
  return false
}

/** HTML unchanged, or only its text if its elements are nested too deeply. */
export function withoutDepth(html: string): string {
  return isDeep(html) ? html.replace(/<[^<>]*>/g, ' ').replaceAll('<', '&lt;') : html
}
