import type { Kysely } from 'kysely'
import type { CountryEntry, Newsroom, Profile, Topic } from '../../../core/entities/newsroom.ts'
import { fromJson } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type NewsroomStore = ReturnType<typeof newsroomStore>

/** Lexicons are long, and pages request them often: they are parsed again only when their rows have changed. */
let lastTopics: { bodies: readonly string[]; topics: readonly Topic[] } = { bodies: [], topics: [] }

function topicsFrom(bodies: readonly string[]): readonly Topic[] {
  const { length } = lastTopics.bodies
  const isSame = bodies.length === length && bodies.every((body, at) => body === lastTopics.bodies[at])
  if (!isSame) lastTopics = { bodies, topics: bodies.map((body) => fromJson<Topic>(body)) }
  return lastTopics.topics
}

/** The newsroom's own data and settings. Each `put` replaces the row with the same key; false if nothing changed. */
export function newsroomStore(db: Kysely<Tables>) {
  return {
    async setting(name: string): Promise<string | null> {
      const row = await db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst()
      return row?.value ?? null
    },

    async putSetting(name: string, value: string | null): Promise<boolean> {
      if (value === null) {
        const { numDeletedRows } = await db.deleteFrom('settings').where('name', '=', name).executeTakeFirst()
        return numDeletedRows > 0n
      }
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('settings')
        .values({ name, value })
        .onConflict((c) => c.column('name').doUpdateSet({ value }).where('settings.value', '!=', value))
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },

    /** Writes a setting only if there is none; returns the one in force. */
    async claimSetting(name: string, value: string): Promise<string> {
      const known = await this.setting(name)
      // An existing setting needs no write, which would fail on a full disk.
      if (known !== null) return known
      await db
        .insertInto('settings')
        .values({ name, value })
        .onConflict((c) => c.column('name').doNothing())
        .execute()
      return (await this.setting(name)) ?? value
    },

    async get(): Promise<Newsroom | null> {
      const text = await this.setting('newsroom')
      // A newsroom stored before rules existed has none.
      return text === null ? null : { rules: [], ...fromJson<Omit<Newsroom, 'rules'>>(text) }
    },

    async put(newsroom: Newsroom): Promise<boolean> {
      return this.putSetting('newsroom', JSON.stringify(newsroom))
    },

    /** In order; read-only, because the result is shared. */
    async topics(): Promise<readonly Topic[]> {
      const rows = await db.selectFrom('topics').select('body').orderBy('position').execute()
      return topicsFrom(rows.map(({ body }) => body))
    },

    async putTopics(topics: readonly Topic[]): Promise<boolean> {
      let changed = false
      for (const [position, topic] of topics.entries()) {
        const row = { position, body: JSON.stringify(topic) }
        const { numInsertedOrUpdatedRows } = await db
          .insertInto('topics')
          .values({ id: topic.id, ...row })
          .onConflict((c) =>
            c
              .column('id')
              .doUpdateSet(row)
              .where((eb) =>
                eb.or([eb('topics.body', '!=', row.body), eb('topics.position', '!=', position)]),
              ),
          )
          .executeTakeFirst()
        changed ||= numInsertedOrUpdatedRows === 1n
      }
      return changed
    },

    async countries(): Promise<CountryEntry[]> {
      const rows = await db.selectFrom('countries').select('body').orderBy('code').execute()
      return rows.map((row) => fromJson<CountryEntry>(row.body))
    },

    async putCountry(entry: CountryEntry): Promise<boolean> {
      const body = JSON.stringify(entry)
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('countries')
        .values({ code: entry.code, body })
        .onConflict((c) => c.column('code').doUpdateSet({ body }).where('countries.body', '!=', body))
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },

    async profiles(): Promise<Profile[]> {
      const rows = await db.selectFrom('profiles').select('body').orderBy('country').execute()
      return rows.map((row) => fromJson<Profile>(row.body))
    },

    async putProfile(profile: Profile): Promise<boolean> {
      const body = JSON.stringify(profile)
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('profiles')
        .values({ country: profile.country, body })
        .onConflict((c) => c.column('country').doUpdateSet({ body }).where('profiles.body', '!=', body))
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },

    async removeProfile(country: string): Promise<void> {
      await db.deleteFrom('profiles').where('country', '=', country).execute()
    },
  }
}
