import { feed } from './feed.ts'
import { folder } from './folder.ts'
import { json } from './json.ts'
import type { kindNames } from './kind-names.ts'
import type { Kind } from './kind.ts'
import { listing, page } from './page-kinds.ts'
import { sitemap } from './sitemap.ts'
import { wordpress } from './wordpress.ts'

const all: Record<(typeof kindNames)[number], Kind> = {
  feed,
  folder,
  json,
  listing,
  page,
  sitemap,
  wordpress,
}

/** Every kind of source, by its name. */
export const kinds: ReadonlyMap<string, Kind> = new Map(Object.entries(all))
