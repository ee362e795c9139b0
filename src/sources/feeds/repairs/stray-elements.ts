/** A surrogate pair written as two character references: `&#55357;&#56960;` for a rocket. */
const halves = /&#(?:(5[56]\d{3})|x(d[89ab][\da-f]{2}));&#(?:(5[67]\d{3})|x(d[c-f][\da-f]{2}));/gi

/** Replaces surrogate pairs, which XML forbids, with references to the character that they stand for. */
export const joinHalves = (text: string): string =>
  text.replace(halves, (all, high?: string, highHex?: string, low?: string, lowHex?: string) => {
    const pair = [high ?? `0x${highHex}`, low ?? `0x${lowHex}`].map(Number)
    const [first = 0, second = 0] = pair
    const isPair = first >= 0xd800 && first < 0xdc00 && second >= 0xdc00 && second < 0xe000
    return isPair ? `&#${0x10000 + (first - 0xd800) * 0x400 + (second - 0xdc00)};` : all
  })

const empty = /<(pubDate|link|guid|title)\s*(?:\/>|>\s*<\/\1\s*>)/gi
const published = /<(\/?)(?:published|date|issued|created|publishdate|publicationdate)(?=\s*\/?>)/gi
const updated = /<(\/?)(?:updated|modified|lastmodified)(?=\s*\/?>)/gi
const linkElement = /<link\s([^<>]*?)(?:\/>|>\s*<\/link\s*>)/gi

/**
 * Renames unprefixed elements of Atom and other formats in RSS to those that the parser knows. Removes empty elements, because they
 * hide a second one that has content.
 */
export function placeStrayElements(rss: string): string {
  return rss
    .replace(empty, '')
    .replace(published, '<$1dc:date')
    .replace(updated, '<$1atom:updated')
    .replace(linkElement, (all, attributes: string) => {
      const href = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(attributes)
      const rel = /\brel\s*=\s*["']?([\w-]*)/i.exec(attributes)?.[1]?.toLowerCase() ?? 'alternate'
      if (!href) return all
      return rel === 'alternate' ? `<link>${href[1] ?? href[2] ?? ''}</link>` : ''
    })
}
