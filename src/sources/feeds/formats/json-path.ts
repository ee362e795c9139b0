/** The most values that `*` takes from a list. */
const most = 10_000

/** The values at a dotted path: `value`, `data.0.items`, `authors.*.name`. Only own properties are followed, never inherited ones. */
export function valuesAt(root: unknown, path: string): unknown[] {
  let values: unknown[] = [root]
  for (const step of path === '' ? [] : path.split('.')) {
    values = values.flatMap((value) => {
      if (step === '*') return Array.isArray(value) ? value.slice(0, most) : []
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return []
      return [(value as Record<string, unknown>)[step]]
    })
  }
  return values
}

/** The strings at a path; lists are flattened. */
export function textsAt(root: unknown, path: string): string[] {
  return valuesAt(root, path)
    .flat()
    .filter((value) => typeof value === 'string')
}

/** The first string or number at a path, as a string. */
export function textAt(root: unknown, path: string): string | undefined {
  const found = valuesAt(root, path).find((value) => typeof value === 'string' || typeof value === 'number')
  return found === undefined ? undefined : String(found)
}

/** The value at a path, or of an address with paths in braces: `https://site.example/item/{UrlName}`. Undefined if a value is missing. */
export function filled(root: unknown, template: string): string | undefined {
  if (!template.includes('{')) return textAt(root, template)
  const parts = template.split(/\{([^{}]*)\}/)
  const values = parts.map((part, at) => (at % 2 === 0 ? part : textAt(root, part)))
  if (values.includes(undefined)) return undefined
  return values.map((value, at) => (at % 2 === 0 ? value : encodeURIComponent(value ?? ''))).join('')
}
