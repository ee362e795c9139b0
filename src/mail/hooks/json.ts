/** Reports have a handful of levels; deeper nesting could not be serialised again. */
const mostLevels = 50

/** Parses JSON; undefined if it is invalid, or nested too deeply for a report. */
export function jsonOf(text: string): unknown {
  if (isDeep(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Strings, which may contain brackets, and brackets. */
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

/** Removes the type, such as `smtp;`, that reports put before what they quote. */
export const withoutType = (value: string): string =>
  value.replace(/^\s{0,10}[\w-]{1,40}\s{0,10};\s{0,10}/, '')
