import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Tables } from '../tables/tables.ts'

/** A profile from before its file was stored. */
interface OldProfile {
  country: string
  name: string
  overview: string
  link: string
  linkText: string | null
  reviewed: string | null
}

/** The file with the contents of the profile; JSON strings are valid YAML. */
function markdownOf({ country, name, overview, link, linkText, reviewed }: OldProfile): string {
  const fields = { country, title: name, link, ...(linkText !== null && { linkText }) }
  const lines = Object.entries(fields).map(([field, value]) => `${field}: ${JSON.stringify(value)}`)
  // A profile that nobody has reviewed is listed as overdue.
  return `---\n${lines.join('\n')}\nreviewed: ${reviewed ?? '2000-01-01'}\n---\n\n${overview}\n`
}

/** How often a country's profile may be shown, why one is shown, and the file of each. */
export const profileColumns: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('digests')
      .addColumn('profile_days', 'integer', (c) => c.notNull().defaultTo(7))
      .execute()
    await db.schema.alterTable('editions').addColumn('profile_reason', 'text').execute()
    const profiles = (db as Kysely<Tables>).selectFrom('profiles').selectAll()
    for (const { country, body } of await profiles.execute()) {
      const profile = JSON.parse(body) as OldProfile
      const reviewed = profile.reviewed ?? '2000-01-01'
      await (db as Kysely<Tables>)
        .updateTable('profiles')
        .set({ body: JSON.stringify({ ...profile, reviewed, markdown: markdownOf(profile) }) })
        .where('country', '=', country)
        .execute()
    }
  },
}
