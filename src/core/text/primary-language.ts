/** The primary subtag: `en` of `en-GB` (RFC 5646 §2.2.1). */
export function primaryLanguage(tag: string): string {
  return tag.split('-')[0]?.toLowerCase() ?? ''
}
