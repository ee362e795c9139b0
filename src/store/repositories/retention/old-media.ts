import type { Kysely } from 'kysely'
import type { KeptPicture } from '../../../core/entities/stories/pictures.ts'
import { orInstant, orMs, toMs, type Backend } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'
import { mediaHashes } from '../stories/media.ts'
import { mediaFiles } from '../stories/media-files.ts'

const atOnce = 1_000

export type OldMediaStore = ReturnType<typeof oldMediaStore>

/** Pictures that nothing shows: no story, no edition or web version, no country profile. */
export function oldMediaStore(db: Kysely<Tables>, backend: Backend, folder: string) {
  const files = mediaFiles(db, backend, folder)
  const hashesIn = (texts: string[]): string[] => texts.flatMap(mediaHashes)
  return {
    /** Hashes shown by stories after an id, and the last id examined; null if there are no more. */
    async inStories(afterId: number): Promise<{ hashes: string[]; last: number } | null> {
      const rows = await db
        .selectFrom('stories')
        .select(['id', 'picture'])
        .where('picture', 'is not', null)
        .where('id', '>', afterId)
        .orderBy('id')
        .limit(atOnce)
        .execute()
      const last = rows.at(-1)
      return last ? { hashes: hashesIn(rows.map(({ picture }) => picture ?? '')), last: last.id } : null
    },

    /** Hashes shown by the first edition with items after an id, and its id; null if there are no more. */
    async inEdition(afterId: number): Promise<{ hashes: string[]; last: number } | null> {
      const next = await db
        .selectFrom('edition_items')
        .select('edition_id')
        .where('edition_id', '>', afterId)
        .orderBy('edition_id')
        .limit(1)
        .executeTakeFirst()
      if (!next) return null
      const rows = await db
        .selectFrom('edition_items')
        .select('body')
        .where('edition_id', '=', next.edition_id)
        .execute()
      return { hashes: hashesIn(rows.map(({ body }) => body)), last: next.edition_id }
    },

    /** The same for the first edition after an id that has a web version with pictures. */
    async inWebVersion(afterId: number): Promise<{ hashes: string[]; last: number } | null> {
      const pieces = db.selectFrom('web_pieces').where('pictures', '!=', '')
      const next = await pieces
        .select('edition_id')
        .where('edition_id', '>', afterId)
        .orderBy('edition_id')
        .limit(1)
        .executeTakeFirst()
      if (!next) return null
      const rows = await pieces.select('pictures').where('edition_id', '=', next.edition_id).execute()
      return { hashes: rows.flatMap(({ pictures }) => pictures.split(' ')), last: next.edition_id }
    },

    async inProfiles(): Promise<string[]> {
      return hashesIn((await db.selectFrom('profiles').select('body').execute()).map(({ body }) => body))
    },

    /** A page of all stored pictures, after a hash. */
    async page(after: string): Promise<KeptPicture[]> {
      const rows = await db
        .selectFrom('media')
        .select(['hash', 'unshown_since'])
        .where('hash', '>', after)
        .orderBy('hash')
        .limit(atOnce)
        .execute()
      return rows.map(({ hash, unshown_since }) => ({ hash, unshownSince: orInstant(unshown_since) }))
    },

    async markUnshown(some: string[], since: Temporal.Instant | null): Promise<void> {
      for (let start = 0; start < some.length; start += 500)
        await db
          .updateTable('media')
          .set({ unshown_since: orMs(since) })
          .where('hash', 'in', some.slice(start, start + 500))
          .execute()
    },

    /** In a transaction: deletes these if nothing has shown them since an instant; returns how many. */
    async delete(some: string[], unshownBefore: Temporal.Instant): Promise<number> {
      if (some.length === 0) return 0
      const gone = await db
        .deleteFrom('media')
        .where('hash', 'in', some)
        .where('unshown_since', '<', toMs(unshownBefore))
        .returning('hash')
        .execute()
      await files.remove(gone.map(({ hash }) => hash))
      return gone.length
    },
  }
}
