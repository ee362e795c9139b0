import type { Kysely } from 'kysely'
import type { Touch, Value } from '../../../core/entities/changes/change.ts'
import type { Placed } from '../../../core/entities/changes/touches.ts'
import { keyFrom, type TouchKey } from '../../../core/entities/changes/touch-key.ts'
import { fromJson, toInstant, toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type ChangeValuesStore = ReturnType<typeof changeValuesStore>

/** Fields of an item's body that a change sets, by the aspect of its key. */
const fields = {
  headline: 'headline',
  summary: 'summary',
  why: 'why',
  topics: 'topics',
  also: 'also',
} as const

type Body = Record<string, Value> & { picture?: { alt?: string } | null }

/** The values behind touch keys: only this file knows where each is stored. */
export function changeValuesStore(db: Kysely<Tables>) {
  const itemOf = (edition: number, story: number) =>
    db
      .selectFrom('edition_items')
      .select(['place', 'pinned', 'body'])
      .where('edition_id', '=', edition)
      .where('story_id', '=', story)
      .executeTakeFirst()

  async function ofEdition(id: number, { story, aspect }: TouchKey): Promise<Value> {
    if (story === null) {
      const row = await db
        .selectFrom('editions')
        .select(['note', 'due_at'])
        .where('id', '=', id)
        .executeTakeFirst()
      if (aspect === 'note') return row?.note ?? null
      return aspect === 'hour' && row ? toInstant(row.due_at).toString() : null
    }
    const item = await itemOf(id, story)
    if (aspect === 'place') return item?.place ?? null
    if (aspect === 'pin') return item?.pinned === 1
    const body = item ? fromJson<Body>(item.body) : {}
    if (aspect === 'picture-text') return body.picture?.alt || null
    return body[fields[aspect as keyof typeof fields]] ?? null
  }

  async function setOfEdition(id: number, { story, aspect }: TouchKey, value: Value): Promise<void> {
    if (story === null) {
      // The lead is the first story.
      if (aspect === 'lead') return
      const change =
        aspect === 'note'
          ? { note: value as string | null }
          : { due_at: toMs(Temporal.Instant.from(value as string)) }
      await db.updateTable('editions').set(change).where('id', '=', id).execute()
      return
    }
    const update = db.updateTable('edition_items').where('edition_id', '=', id).where('story_id', '=', story)
    if (aspect === 'place') return void (await update.set({ place: value as string | null }).execute())
    if (aspect === 'pin') return void (await update.set({ pinned: value === true ? 1 : 0 }).execute())
    const item = await itemOf(id, story)
    if (!item) return
    const body = fromJson<Body>(item.body)
    if (aspect === 'picture-text') {
      if (body.picture) body.picture.alt = (value as string | null) ?? ''
    } else body[fields[aspect as keyof typeof fields]] = value
    await update.set({ body: JSON.stringify(body) }).execute()
  }

  async function value(text: string): Promise<Value> {
    const key = keyFrom(text)
    if (key.scope.kind === 'edition') return ofEdition(key.scope.id, key)
    if (key.aspect === 'embargo' && key.story !== null) {
      const row = await db
        .selectFrom('stories')
        .select('embargo_until')
        .where('id', '=', key.story)
        .executeTakeFirst()
      return row?.embargo_until ? toInstant(row.embargo_until).toString() : null
    }
    const row = await db.selectFrom('decisions').select('value').where('key', '=', text).executeTakeFirst()
    return row ? fromJson<Value>(row.value) : null
  }

  async function decide(text: string, key: TouchKey, value: Value): Promise<void> {
    if (value === null) return void (await db.deleteFrom('decisions').where('key', '=', text).execute())
    const { scope } = key
    const decision = {
      digest_id: 'digest' in scope ? scope.digest : null,
      date: 'date' in scope ? scope.date : null,
      story_id: key.story,
      aspect: key.aspect,
      value: JSON.stringify(value),
    }
    await db
      .insertInto('decisions')
      .values({ key: text, ...decision })
      .onConflict((c) => c.column('key').doUpdateSet({ value: decision.value }))
      .execute()
  }

  return {
    /** The current value of each key; null if none was set. */
    async read(keys: readonly string[]): Promise<Map<string, Value>> {
      const found = new Map<string, Value>()
      for (const key of keys) found.set(key, await value(key))
      return found
    },

    /** In a transaction: sets the values of touches. */
    async write(touches: readonly Touch[]): Promise<void> {
      for (const { key: text, after } of touches) {
        const key = keyFrom(text)
        if (key.scope.kind === 'edition') await setOfEdition(key.scope.id, key, after)
        else if (key.aspect === 'embargo' && key.story !== null)
          await db
            .updateTable('stories')
            .set({ embargo_until: after === null ? null : toMs(Temporal.Instant.from(after as string)) })
            .where('id', '=', key.story)
            .execute()
        else await decide(text, key, after)
      }
    },

    /** The stories of an edition in order. */
    async order(editionId: number): Promise<Placed[]> {
      const rows = await db
        .selectFrom('edition_items')
        .select(['story_id as storyId', 'place', 'section'])
        .where('edition_id', '=', editionId)
        .where('place', 'is not', null)
        .execute()
      return rows
        .map(({ storyId, place, section }) => ({ storyId, place: place ?? '', section }))
        .sort((a, b) => (a.place < b.place ? -1 : 1))
    },

    /** Decisions about a digest's day and the digest: keys of `touches` with current values. */
    async decisions(digestId: number, date: Temporal.PlainDate | null): Promise<Map<string, Value>> {
      const rows = await db
        .selectFrom('decisions')
        .select(['key', 'value'])
        .where('digest_id', '=', digestId)
        .where((eb) => eb.or([eb('date', 'is', null), ...(date ? [eb('date', '=', date.toString())] : [])]))
        .execute()
      return new Map(rows.map(({ key, value }) => [key, fromJson<Value>(value)]))
    },

    /** Stories under an embargo that ends after an instant, with its end. */
    async embargoed(after: Temporal.Instant): Promise<Map<number, Temporal.Instant>> {
      const rows = await db
        .selectFrom('stories')
        .select(['id', 'embargo_until as until'])
        .where('embargo_until', '>', toMs(after))
        .orderBy('id')
        .execute()
      return new Map(rows.flatMap(({ id, until }) => (until === null ? [] : [[id, toInstant(until)]])))
    },

    /** Deletes the decisions with these keys. */
    async forget(keys: readonly string[]): Promise<void> {
      if (keys.length > 0) await db.deleteFrom('decisions').where('key', 'in', keys).execute()
    },

    /** Words that editors gave stories in all digests, by key. */
    async texts(storyIds: readonly number[]): Promise<Map<string, Value>> {
      const found = new Map<string, Value>()
      for (let start = 0; start < storyIds.length; start += 500) {
        const rows = await db
          .selectFrom('decisions')
          .select(['key', 'value'])
          .where('digest_id', 'is', null)
          .where('story_id', 'in', storyIds.slice(start, start + 500))
          .execute()
        for (const { key, value } of rows) found.set(key, fromJson<Value>(value))
      }
      return found
    },
  }
}
