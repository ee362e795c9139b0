import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { Phrase, TextQuery } from '../../../core/text/text-query.ts'
import type { Backend } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

/** Words of a story that are indexed; later ones are not found. */
const mostWords = 20_000

/** Characters of a term; PostgreSQL rejects terms of 2 kB, whatever somebody searches for. */
const longestTerm = 160
/** Bytes of all terms and positions of a story: a `tsvector` is limited to a megabyte (PostgreSQL, 12.11). */
const mostBytes = 1_000_000

/** Characters of words and labels; there are no quotes, so none can end a term. */
const term = (word: string): string => word.slice(0, longestTerm).replace(/[^\p{L}\p{N}:/.-]/gu, '-')

/** The full-text index: written in each database's format for words that are already split, and queried in its syntax. */
export function wordIndex(db: Kysely<Tables>, backend: Backend) {
  const id = sql.ref(backend === 'sqlite' ? 'rowid' : 'id')
  return {
    /** The column of the story's id. */
    id: sql.ref<number>(backend === 'sqlite' ? 'archive_words.rowid' : 'archive_words.id'),

    /** In a transaction: adds the words of a story that is not in the index; labels first, so that they are in no phrase of words. */
    async put(story: number, labels: readonly string[], words: readonly string[]): Promise<void> {
      const terms = [...labels, ...words.slice(0, mostWords)].map(term)
      const text = backend === 'sqlite' ? terms.join(' ') : vectorOf(terms)
      const value = backend === 'sqlite' ? sql`${text}` : sql`${text}::tsvector`
      await sql`insert into archive_words (${id}, words) values (${story}, ${value})`.execute(db)
    },

    async remove(stories: readonly number[]): Promise<void> {
      if (stories.length > 0)
        await sql`delete from archive_words where ${id} in (${sql.join(stories)})`.execute(db)
    },

    /** The condition of a search. */
    matches(text: TextQuery | null, labels: readonly string[]): RawBuilder<boolean> {
      const single = [...labels, ...(text?.identifiers.map((one) => `id:${one}`) ?? [])].map(term)
      return backend === 'sqlite'
        ? sql`archive_words.words match ${ftsQuery(single, text)}`
        : sql`archive_words.words @@ ${tsQuery(single, text)}::tsquery`
    },
  }
}

/** In the format of `tsvector` (PostgreSQL, 8.11.1): each word with its positions, of which there can be 16,383. */
function vectorOf(terms: readonly string[]): string {
  const places = new Map<string, number[]>()
  let bytes = 0
  for (const [at, word] of terms.entries()) {
    const known = places.get(word)
    // Each word is aligned and has a count, and each position takes two bytes.
    bytes += known ? 2 : Buffer.byteLength(word) + 6
    if (bytes > mostBytes) break
    if (!known) places.set(word, [Math.min(at + 1, 16_383)])
    else if (known.length < 255) known.push(Math.min(at + 1, 16_383))
  }
  return [...places].map(([word, at]) => `'${word}':${at.join(',')}`).join(' ')
}

function ftsQuery(single: readonly string[], text: TextQuery | null): string {
  const phrase = ({ words, isPrefix }: Phrase) => `"${words.map(term).join(' ')}"${isPrefix ? ' *' : ''}`
  const all = [...single.map((one) => `"${one}"`), ...(text?.all.map(phrase) ?? [])].join(' AND ')
  const none = text?.none.map(phrase) ?? []
  return none.length === 0 ? all : `(${all}) NOT (${none.join(' OR ')})`
}

function tsQuery(single: readonly string[], text: TextQuery | null): string {
  const phrase = ({ words, isPrefix }: Phrase) =>
    `(${words.map((word) => `'${term(word)}'`).join(' <-> ')}${isPrefix ? ':*' : ''})`
  return [
    ...single.map((one) => `'${one}'`),
    ...(text?.all.map(phrase) ?? []),
    ...(text?.none.map((one) => `!${phrase(one)}`) ?? []),
  ].join(' & ')
}
