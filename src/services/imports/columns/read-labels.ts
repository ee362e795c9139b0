/** Tags and notes that a list has for a person. */
export interface Labels {
  tags: string[]
  notes: string[]
}

/**
 * The tags in a column, as services write them: `press, library`, `"press","library"`, `press;library`, or a JSON array. Empty ones are
 * left out.
 */
export function tagsIn(text: string): string[] {
  if (text.startsWith('[')) {
    const value = parsed(text)
    if (Array.isArray(value)) return textsOf(value)
  }
  return [...text.matchAll(/"((?:[^"]|"")*)"|([^",;|]+)/g)]
    .map(([, quoted, plain]) => (quoted ?? plain ?? '').replaceAll('""', '"').trim())
    .filter((tag) => tag !== '')
}

/** Keys under which other services' JSON has tags. */
const tagNames = ['tags', 'labels', 'lists', 'segments']
const noteNames = ['note', 'notes', 'comment']

/** The tags and notes in a JSON object, such as listmonk's attributes; null if it is not one. */
export function labelsIn(text: string): Labels | null {
  const value = parsed(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const fields = new Map(Object.entries(value).map(([name, of]) => [name.toLowerCase(), of as unknown]))
  const of = (names: readonly string[], take: (one: unknown) => string[]) =>
    names.flatMap((name) => take(fields.get(name)))
  return {
    tags: of(tagNames, (one) => (typeof one === 'string' ? tagsIn(one) : textsOf(one))),
    notes: of(noteNames, textsOf),
  }
}

function textsOf(value: unknown): string[] {
  return [value]
    .flat()
    .filter((one) => typeof one === 'string' || typeof one === 'number')
    .map((one) => String(one).trim())
    .filter((one) => one !== '')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
