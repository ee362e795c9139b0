/** Reports have a handful; what is nested deeper cannot be written again without end. */
const mostLevels = 50

/** What a body or a field holds as JSON; undefined for what is none, or is nested too deep to be a report. */
export function jsonOf(text: string): unknown {
  if (isDeep(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Strings, which may hold brackets, and brackets. */
const parts = /"(?:[^"\\]+|\\.)*"?|[[{]|[\]}]/gsu

function isDeep(text: string): boolean {
  let level = 0
  for (const [part] of text.matchAll(parts)) {
    if (part === '[' || part === '{') level += 1
    else if (part === ']' || part === '}') level -= 1
    if (level > mostLevels) return true
  }
  return false
}

/** What follows `smtp;`, as reports name the type of what they quote. */
export const withoutType = (value: string): string =>
  value.replace(/^\s{0,10}[\w-]{1,40}\s{0,10};\s{0,10}/, '')
