import { ownPageNames } from '../../../../core/entities/own-pages.ts'
import { escapeHtml } from '../../../../core/text/encode.ts'
import { editionPath } from '../../../../core/links.ts'

/** What Daywire serves below its public URL: pictures, stories, editions and the home page itself. */
const ownPath = String.raw`media/[0-9a-f]{32}|stories/[\w-]+|editions/[a-z0-9-]+/[\d-]+(?:#[\w-]+)?|${ownPageNames.join('|')}|`

/**
 * Writes the URLs of our own pages and pictures, which begin with `base`, as paths that begin with `/`, so that they stay valid when the
 * newsroom moves. URLs of other sites are unchanged, even on the same host.
 */
export function ownAddressesAsPaths(html: string, base: string): string {
  const own = new RegExp(`(?<= (?:href|src)=")${RegExp.escape(escapeHtml(base))}(${ownPath})(?=")`, 'g')
  return html.replace(own, '/$1')
}

/** Puts such paths below the path of the current public URL, which ends in a slash. */
export function pathsBelow(html: string, path: string): string {
  return html.replace(/(?<= (?:href|src)=")\/(?!\/)/g, () => escapeHtml(path))
}

/** The public URL on the day when stored blocks were rendered, from their masthead's link to the web version; null if there is none. */
export function baseOf(masthead: string, edition: Parameters<typeof editionPath>[0]): string | null {
  const path = RegExp.escape(escapeHtml(editionPath(edition)))
  return new RegExp(`href="([^"]*)${path}"`).exec(masthead)?.[1] ?? null
}
