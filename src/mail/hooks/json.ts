/** What a body or a field holds as JSON; undefined for what is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What follows `smtp;`, as reports name the type of what they quote. */
export const withoutType = (value: string): string =>
  value.replace(/^\s{0,10}[\w-]{1,40}\s{0,10};\s{0,10}/, '')
