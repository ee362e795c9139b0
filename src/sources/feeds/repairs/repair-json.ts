import { said, type Said } from '../../../core/said/said.ts'

const parses = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** The end of the last complete object in a list of the outermost object, and how many there are; 0 if none is complete. */
function lastCompleteItem(text: string): { end: number; count: number } {
  const open: string[] = []
  const found = { end: 0, count: 0 }
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*(?:"|$)|[{}[\]]/g)) {
    const sign = match[0]
    if (sign === '{' || sign === '[') open.push(sign)
    if (sign !== '}' && sign !== ']') continue
    open.pop()
    if (sign === '}' && open.length === 2 && open[1] === '[') {
      found.end = match.index + 1
      found.count++
    }
  }
  return found
}

/** Adds JSON Feed's version if it is missing or unknown; null if there is no list of items. */
function named(text: string): string | null {
  const feed = JSON.parse(text) as { version?: unknown; items?: unknown }
  const version = typeof feed.version === 'string' ? feed.version : ''
  if (!Array.isArray(feed.items)) return null
  if (version.includes('jsonfeed.org/version/')) return text
  return JSON.stringify({ ...feed, version: 'https://jsonfeed.org/version/1.1' })
}

const escapes: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** Removes commas before a closing bracket, and escapes line breaks and tabs within strings. */
const corrected = (text: string): string =>
  text.replace(/("(?:[^"\\]|\\.)*(?:"|$))|,(?=\s*[}\]])/gs, (_, string?: string) =>
    string === undefined ? '' : string.replace(/[\n\r\t]/g, (sign) => escapes[sign] ?? ''),
  )

/** A JSON Feed, cut after its last complete item if truncated; null if nothing can be kept. */
export function completeJson(written: string): { text: string; repairs: Said[] } | null {
  const source = parses(written) ? written : corrected(written)
  const { end, count } = lastCompleteItem(source)
  const cut = `${source.slice(0, end)}]}`
  const whole = parses(source)
  if (!whole && (count === 0 || !parses(cut))) return null
  const text = named(whole ? source : cut)
  const repairs = [
    ...(source === written ? [] : [said('repaired-json')]),
    ...(whole ? [] : [said('repaired-end', { count })]),
  ]
  return text === null ? null : { text, repairs }
}
