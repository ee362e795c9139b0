import type { Kysely } from 'kysely'
import type { CountryEntry, Newsroom, Profile, Topic } from '../core/newsroom.ts'
import { fromJson } from './columns.ts'
import type { Tables } from './tables.ts'

export type NewsroomStore = ReturnType<typeof newsroomStore>

/** The newsroom's standing data and settings. Each `put` replaces what had the same key. */
export function newsroomStore(db: Kysely<Tables>) {
  return {
    async setting(name: string): Promise<string | null> {
      const row = await db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst()
      return row?.value ?? null
    },

    async putSetting(name: string, value: string | null): Promise<void> {
      if (value === null) {
        await db.deleteFrom('settings').where('name', '=', name).execute()
        return
      }
      await db
        .insertInto('settings')
        .values({ name, value })
        .onConflict((c) => c.column('name').doUpdateSet({ value }))
        .execute()
    },

    /** Writes a setting only where none is; returns the one that holds. */
    async claimSetting(name: string, value: string): Promise<string> {
      await db
        .insertInto('settings')
        .values({ name, value })
        .onConflict((c) => c.column('name').doNothing())
        .execute()
      return (await this.setting(name)) ?? value
    },

    async get(): Promise<Newsroom | null> {
      const text = await this.setting('newsroom')
      // One that was written before there were rules has none.
      return text === null ? null : { rules: [], ...fromJson<Omit<Newsroom, 'rules'>>(text) }
    },

    async put(newsroom: Newsroom): Promise<void> {
      await this.putSetting('newsroom', JSON.stringify(newsroom))
    },

    async topics(): Promise<Topic[]> {
      const rows = await db.selectFrom('topics').select('body').orderBy('position').execute()
      return rows.map((row) => fromJson<Topic>(row.body))
    },

    async putTopics(topics: Topic[]): Promise<void> {
      for (const [position, topic] of topics.entries()) {
        const row = { position, body: JSON.stringify(topic) }
        await db
          .insertInto('topics')
          .values({ id: topic.id, ...row })
          .onConflict((c) => c.column('id').doUpdateSet(row))
          .execute()
      }
    },

    async countries(): Promise<CountryEntry[]> {
      const rows = await db.selectFrom('countries').select('body').orderBy('code').execute()
      return rows.map((row) => fromJson<CountryEntry>(row.body))
    },

    async putCountry(entry: CountryEntry): Promise<void> {
      const body = JSON.stringify(entry)
      await db
        .insertInto('countries')
        .values({ code: entry.code, body })
        .onConflict((c) => c.column('code').doUpdateSet({ body }))
        .execute()
    },

    async profiles(): Promise<Profile[]> {
      const rows = await db.selectFrom('profiles').select('body').orderBy('country').execute()
      return rows.map((row) => fromJson<Profile>(row.body))
    },

    async putProfile(profile: Profile): Promise<void> {
      const body = JSON.stringify(profile)
      await db
        .insertInto('profiles')
        .values({ country: profile.country, body })
        .onConflict((c) => c.column('country').doUpdateSet({ body }))
        .execute()
    },

    async removeProfile(country: string): Promise<void> {
      await db.deleteFrom('profiles').where('country', '=', country).execute()
    },
  }
}
