import { block } from '../../../core/entities/edition.ts'
import { escapeHtml } from '../../../core/text/encode.ts'
import { editionPath } from '../../../core/links.ts'

type Place = Parameters<typeof editionPath>[0]

/** What Daywire serves below its public URL: pictures, stories, editions and the home page itself. */
const ownPath = String.raw`media/[0-9a-f]{32}|stories/[\w-]+|editions/[a-z0-9-]+/[\d-]+(?:#[\w-]+)?|`

/**
 * Turns the addresses of our own pages and pictures in an edition's stored HTML into paths below the public URL of
 * today: blocks hold those of the day they were rendered, and the newsroom may have moved since. `stored` gives a stored
 * block's HTML by key. Addresses of other sites stay, even below the same host.
 */
export function ownAddressesAsPaths(
  html: string,
  edition: Place,
  publicUrl: string,
  stored: (key: string) => string,
): string {
  const base = baseOf(stored(block.masthead), editionPath(edition))
  if (base === null) return html
  const own = new RegExp(`(?<= (?:href|src)=")${RegExp.escape(base)}(${ownPath})(?=")`, 'g')
  const path = escapeHtml(new URL(publicUrl).pathname)
  return html.replace(own, (_, rest: string) => path + rest)
}

/** The public URL of the day of rendering, as it stands in the masthead's link to the web version. */
function baseOf(masthead: string, path: string): string | null {
  return new RegExp(`href="([^"]*)${RegExp.escape(escapeHtml(path))}"`).exec(masthead)?.[1] ?? null
}
