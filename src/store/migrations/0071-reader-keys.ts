import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { addressFlags } from '../../core/addresses/verdict/address-flags.ts'
import { addressFlagNames, flagBit } from '../../core/entities/readers/reader-flag.ts'
import type { Backend } from '../columns.ts'
import { jsonRows } from '../json-rows.ts'
import { nameKey } from '../queries/readers/search-keys.ts'

/** What readers are searched by: their names folded in every script, and flags of their addresses. */
export function readerKeyColumns(backend: Backend): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const bytewise = backend === 'sqlite' ? sql`` : sql` collate "C"`
      await sql`alter table subscribers add column name_key text${bytewise}`.execute(db)
      await sql`alter table subscribers add column flags integer not null default 0`.execute(db)
      await sql`alter table import_rows add column name_key text`.execute(db)
      await sql`alter table import_rows add column flags integer`.execute(db)
      await fill(db, backend)
      await sql`drop index subscribers_by_name`.execute(db)
      await sql`create index subscribers_by_name on subscribers (name_key, id) where name_key is not null`.execute(
        db,
      )
      for (const flag of addressFlagNames)
        await sql`create index ${sql.ref(`subscribers_flagged_${flag}`)} on subscribers (id)
          where (flags & ${sql.lit(flagBit(flag))}) <> 0`.execute(db)
    },
  }
}

const atOnce = 5_000

async function fill(db: Kysely<unknown>, backend: Backend): Promise<void> {
  for (let after = 0; ;) {
    const { rows } = await sql<{ id: number; email: string; name: string | null }>`
      select id, email, name from subscribers where id > ${after} order by id limit ${atOnce}`.execute(db)
    const last = rows.at(-1)
    if (!last) return
    after = last.id
    const made = rows.map(({ id, email, name }) => ({
      id,
      key: name === null ? null : nameKey(name),
      flags: addressFlags(email),
    }))
    await sql`update subscribers set name_key = g.key, flags = g.flags
      from ${jsonRows(backend, { id: 'bigint', key: 'text', flags: 'bigint' }, made)} g where subscribers.id = g.id`.execute(
      db,
    )
  }
}
