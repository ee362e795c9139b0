import { feed } from './feed.ts'
import { folder } from './folder.ts'
import { json } from './json.ts'
import type { Kind } from './kind.ts'
import { listing, page } from './page-kinds.ts'
import { sitemap } from './sitemap.ts'
import { wordpress } from './wordpress.ts'

/** Every kind of source, by its name. */
export const kinds: ReadonlyMap<string, Kind> = new Map(
  [feed, folder, json, listing, page, sitemap, wordpress].map((kind) => [kind.name, kind]),
)
