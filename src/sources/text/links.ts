/**
 * An http(s) address from a link as written, resolved against the innermost usable base (an inner base may be relative to an outer one).
 * Null for anything else: `javascript:`, `mailto:`, or a relative link without a base.
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
 * Corrects a link as feeds miswrite it: `&` escaped twice, an address preceded by another, a host without `https://`.
 * `base`: the base address for relative links.
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

/** An ID that can serve as a link: only a complete address. */
export const addressIn = (id: string | undefined): string | undefined =>
  /^\s*https?:\/\//i.test(id ?? '') ? id : undefined

/** The base address for relative links: bases are given from the innermost out, each resolved against those outside it. */
export function innermost(bases: (string | null | undefined)[]): string | null {
  let base: string | null = null
  for (const written of bases.toReversed()) {
    if (!written) continue
    const url: URL | null = base === null ? URL.parse(written.trim()) : URL.parse(written.trim(), base)
    if (url && /^https?:$/.test(url.protocol)) base = url.href
  }
  return base
}
