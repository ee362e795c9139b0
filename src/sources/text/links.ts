/**
 * An http(s) address from a link as written, resolved against the first base that is a usable address itself
 * (an inner base may be relative to an outer one). Null for anything else: `javascript:`, `mailto:`, no base.
 */
export function resolveLink(
  written: string | null | undefined,
  bases: (string | null | undefined)[],
): string | null {
  const text = written?.replace(/[\t\r\n]/g, '').trim()
  if (!text) return null
  const url = URL.parse(text) ?? URL.parse(text, innermost(bases) ?? undefined)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null
  return url.href
}

/**
 * A link as its writer meant it: `&` escaped twice, an address with another one put before it, a site without `https://`.
 * `base`: what it is against.
 */
export function meantLink(written: string | undefined, base: string | null): string | undefined {
  const text = written
    ?.replace(/[\t\r\n]/g, '')
    .trim()
    .replace(/&(?:amp|#0{0,4}38|#x26);/gi, '&')
  const inner = /^https?:\/\/[^/?#]*?(https?:\/\/.+)$/i.exec(text ?? '')?.[1]
  if (text === undefined || inner !== undefined) return inner
  const host = URL.parse(base ?? '')?.hostname.replace(/^www\./, '')
  const isSite = /^www\.[^/.]+\./i.test(text) || (host !== undefined && text.startsWith(`${host}/`))
  return isSite ? `https://${text}` : text
}

/** An id counts as a link only where it is a whole address. */
export const addressIn = (id: string | undefined): string | undefined =>
  /^\s*https?:\/\//i.test(id ?? '') ? id : undefined

/** The address that relative links are against: bases from the innermost out, each resolved against those outside it. */
export function innermost(bases: (string | null | undefined)[]): string | null {
  let base: string | null = null
  for (const written of bases.toReversed()) {
    if (!written) continue
    const url: URL | null = base === null ? URL.parse(written.trim()) : URL.parse(written.trim(), base)
    if (url && /^https?:$/.test(url.protocol)) base = url.href
  }
  return base
}
