export type Headers = Record<string, string | string[] | undefined>

/** The value of a single-valued header; the first if a server sends it twice. */
export function headerOf(headers: Headers, name: string): string | null {
  const value = headers[name]
  return (Array.isArray(value) ? value[0] : value) ?? null
}

/** The value of a list header; repeated lines form one list (RFC 9110 §5.3). */
export function listOf(headers: Headers, name: string): string {
  const value = headers[name] ?? ''
  return Array.isArray(value) ? value.join(', ') : value
}
