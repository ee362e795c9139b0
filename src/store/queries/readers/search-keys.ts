import { sql, type RawBuilder } from 'kysely'
import { folded } from '../../../core/text/folded-words.ts'
import type { Backend } from '../../columns.ts'

/**
 * Expressions for finding and sorting readers, as indexed: ASCII in lower case, in byte order, on both databases. A query uses the index
 * only if it repeats the exact expression.
 */
const lowered = (backend: Backend, column: RawBuilder<unknown>): RawBuilder<string> =>
  backend === 'sqlite' ? sql`lower(${column})` : sql`lower(${column} collate "C")`

export const addressKey = lowered

/** A name for searching in any script: without case and marks. It has a column of its own, because databases fold letters differently. */
export const nameKey = folded

/** The part of an address after its only @. */
export function domainKey(backend: Backend, column: RawBuilder<unknown>): RawBuilder<string> {
  return backend === 'sqlite'
    ? sql`substr(${column}, instr(${column}, '@') + 1)`
    : sql`substr(${column} collate "C", strpos(${column}, '@') + 1)`
}

/**
 * A column to compare with `domainKey`: SQLite uses an expression index only for operands without a declared type, such as after a unary
 * plus.
 */
export const typeless = (backend: Backend, column: RawBuilder<unknown>): RawBuilder<unknown> =>
  backend === 'sqlite' ? sql`+${column}` : column

/** A typed text in the form of these keys. */
export const keyOfText = (text: string): string =>
  text
    .trim()
    .normalize('NFC')
    .replace(/[A-Z]+/g, (letters) => letters.toLowerCase())

/** Sorts after every text with this prefix. */
export const afterPrefix = (prefix: string): string => `${prefix}\u{10FFFF}`
