import { type Kysely, sql } from 'kysely'
import type { TableShape } from '../../core/entities/rows.ts'
import type { Backend } from '../columns.ts'
import type { Tables } from '../tables/tables.ts'

interface ColumnRow {
  table_name: string
  name: string
  /** Its position in the primary key, from 1; 0 if it is not part of it. */
  key_place: number
}

interface Reference {
  table_name: string
  refers_to: string
}

/** Made by the database itself, rebuilt from what is copied, or stored in files by other databases. */
const isDerived = (name: string) =>
  /^(sqlite_|kysely_|archive_words|media_files$|migration_kinds$)/.test(name)

/** The tables of Daywire in this database, each after those that its rows refer to. */
export async function tableShapes(db: Kysely<Tables>, backend: Backend): Promise<TableShape[]> {
  const [columns, references] =
    backend === 'sqlite'
      ? [await sqliteColumns.execute(db), await sqliteReferences.execute(db)]
      : [await postgresColumns.execute(db), await postgresReferences.execute(db)]
  const byTable = Map.groupBy(
    columns.rows.filter(({ table_name }) => !isDerived(table_name)),
    ({ table_name }) => table_name,
  )
  const shapes = [...byTable].map(([name, rows]) => ({
    name,
    columns: rows.map((row) => row.name).toSorted(),
    key: rows
      .filter((row) => row.key_place > 0)
      .toSorted((a, b) => a.key_place - b.key_place)
      .map((row) => row.name),
    refersTo: references.rows.filter((row) => row.table_name === name).map((row) => row.refers_to),
  }))
  return inOrder(shapes.toSorted((a, b) => (a.name < b.name ? -1 : 1)))
}

/** A table whose rows refer to one another is filled in the order of its key. */
function inOrder(shapes: TableShape[]): TableShape[] {
  const ordered: TableShape[] = []
  const waiting = new Set(shapes)
  while (waiting.size > 0) {
    const names = new Set([...waiting].map(({ name }) => name))
    const next = [...waiting].filter(({ name, refersTo }) =>
      refersTo.every((other) => other === name || !names.has(other)),
    )
    // Tables that refer to each other would have no order; the migrations create none.
    for (const shape of next.length > 0 ? next : waiting) {
      ordered.push(shape)
      waiting.delete(shape)
    }
  }
  return ordered
}

const sqliteColumns = sql<ColumnRow>`
  select t.name as table_name, c.name as name, c.pk as key_place
  from pragma_table_list t join pragma_table_info(t.name) c
  where t.schema = 'main' and t.type = 'table'`

const sqliteReferences = sql<Reference>`
  select t.name as table_name, f."table" as refers_to
  from pragma_table_list t join pragma_foreign_key_list(t.name) f
  where t.schema = 'main' and t.type = 'table'`

const postgresColumns = sql<ColumnRow>`
  select c.relname as table_name, a.attname as name,
    coalesce(array_position(i.indkey::smallint[], a.attnum) + 1, 0) as key_place
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_index i on i.indrelid = c.oid and i.indisprimary
  where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace`

const postgresReferences = sql<Reference>`
  select c.relname as table_name, o.relname as refers_to
  from pg_constraint f join pg_class c on c.oid = f.conrelid join pg_class o on o.oid = f.confrelid
  where f.contype = 'f' and c.relnamespace = current_schema()::regnamespace`
