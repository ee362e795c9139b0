const token =
  /<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<!--[\s\S]*?(?:-->|$)|<\?[\s\S]*?(?:\?>|$)|<(?<slash>\/?)(?<name>[a-z_][\w.:-]*)(?<rest>[^<>]*)>/gi

/** Deeper than any real feed; elements below this are left unchanged. */
const deepest = 60

/**
 * Corrects misspelt end tags: `<language>en</langauge>`. An end tag that names an outer element is right; then the inner ones were left
 * open.
 */
export function matchEndTags(text: string): string {
  const open: string[] = []
  return text.replace(token, (all: string, ...parts: unknown[]) => {
    const { slash, name, rest } = parts.at(-1) as Record<string, string | undefined>
    if (name === undefined || rest?.endsWith('/')) return all
    if (slash === '') {
      if (open.length < deepest) open.push(name)
      return all
    }
    const at = open.lastIndexOf(name)
    if (at >= 0) {
      open.length = at
      return all
    }
    const meant = open.pop()
    return meant === undefined ? '' : `</${meant}>`
  })
}

const itemTag =
  /<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<!--[\s\S]*?(?:-->|$)|<(?<slash>\/?)(?:[\w.-]{1,40}:)?(?<name>item|entry)(?:\s[^<>]*)?>/gi

/**
 * Splits a feed into one document for what precedes its items and one for each item, so that one unreadable item does not affect the
 * others. At most `limit` items.
 */
export function documentsByItem(text: string, limit: number): { head: string; items: string[] } {
  const rootTag = /^<[^<>]*>/.exec(text)?.[0] ?? ''
  const name = /^<([\w.:-]+)/.exec(rootTag)?.[1] ?? ''
  const [opening, ending] = /(?:^|:)rss$/i.test(name) ? ['<channel>', '</channel>'] : ['', '']
  const items: string[] = []
  let start = -1
  let first = -1
  for (const { index, 0: all, groups } of text.matchAll(itemTag)) {
    if (items.length >= limit) break
    if (groups?.['name'] === undefined) continue
    if (groups['slash'] === '') {
      if (start === -1) start = index
      if (first === -1) first = index
    } else if (start !== -1) {
      items.push(`${rootTag}${opening}${text.slice(start, index + all.length)}${ending}</${name}>`)
      start = -1
    }
  }
  const head = first === -1 ? text : text.slice(0, first)
  return {
    head: /<(?:[\w.-]+:)?channel\b/i.test(head) ? `${head}</channel></${name}>` : `${head}</${name}>`,
    items,
  }
}
