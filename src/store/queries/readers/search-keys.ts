import { sql, type RawBuilder } from 'kysely'
import { folded } from '../../../core/text/folded-words.ts'
import type { Backend } from '../../columns.ts'

/**
 * What readers are found and sorted by, as indexes hold it: ASCII in lower case, in the order of bytes, on both databases. A query
 * uses the index only where it has the very same expression.
 */
const lowered = (backend: Backend, column: RawBuilder<unknown>): RawBuilder<string> =>
  backend === 'sqlite' ? sql`lower(${column})` : sql`lower(${column} collate "C")`

export const addressKey = lowered

/** A name as it is found in any script: without case and marks. It has a column, as databases fold letters each in its own way. */
export const nameKey = folded

/** What stands behind the @ of an address, of which there is one. */
export function domainKey(backend: Backend, column: RawBuilder<unknown>): RawBuilder<string> {
  return backend === 'sqlite'
    ? sql`substr(${column}, instr(${column}, '@') + 1)`
    : sql`substr(${column} collate "C", strpos(${column}, '@') + 1)`
}

/** A column to compare with `domainKey`: SQLite uses an index of expressions only for what has no declared type, as with a plus. */
export const typeless = (backend: Backend, column: RawBuilder<unknown>): RawBuilder<unknown> =>
  backend === 'sqlite' ? sql`+${column}` : column

/** A typed text as those keys have it. */
export const keyOfText = (text: string): string =>
  text
    .trim()
    .normalize('NFC')
    .replace(/[A-Z]+/g, (letters) => letters.toLowerCase())

/** Behind every text that begins so. */
export const afterPrefix = (prefix: string): string => `${prefix}\u{10FFFF}`
