import { feed } from './feed.ts'
import { folder } from './folder.ts'
import type { Kind } from './kind.ts'

/** Every kind of source, by its name. */
export const kinds: ReadonlyMap<string, Kind> = new Map([feed, folder].map((kind) => [kind.name, kind]))
