import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Row, TableShape } from '../../core/entities/rows.ts'
import type { Backend } from '../columns.ts'
import type { Tables } from '../tables/tables.ts'
import { tableShapes } from './table-shapes.ts'

export type RowStore = ReturnType<typeof rowStore>

/** Whole tables, row by row, to copy a database. */
export function rowStore(db: Kysely<Tables>, backend: Backend) {
  const nameOf = ({ name }: TableShape) => sql.table(name)
  const list = (names: readonly string[]) => sql.join(names.map((name) => sql.ref(name)))
  const tuple = (values: readonly unknown[]) => sql`(${sql.join(values)})`
  const keyOf = ({ key }: TableShape, row: Row) => key.map((column) => row[column])

  return {
    /** In an order in which each follows those that its rows refer to. */
    tables: (): Promise<TableShape[]> => tableShapes(db, backend),

    async count(table: TableShape): Promise<number> {
      const { rows } = await sql<{ count: number }>`select count(*) as count from ${nameOf(table)}`.execute(
        db,
      )
      return Number(rows[0]?.count)
    },

    /** The next rows in the order of the key, after a row. */
    async after(table: TableShape, last: Row | null, count: number): Promise<Row[]> {
      const key = list(table.key)
      const condition = last ? sql`where (${key}) > ${tuple(keyOf(table, last))}` : sql``
      const { rows } = await sql<Row>`select ${list(table.columns)} from ${nameOf(table)} ${condition}
        order by ${key} limit ${count}`.execute(db)
      return rows
    },

    /** The rows with the keys of these, unordered. */
    async like(table: TableShape, some: readonly Row[]): Promise<Row[]> {
      const keys: RawBuilder<unknown>[] = some.map((row) => tuple(keyOf(table, row)))
      const { rows } = await sql<Row>`select ${list(table.columns)} from ${nameOf(table)}
        where (${list(table.key)}) in (${backend === 'sqlite' ? sql`values ` : sql``}${sql.join(keys)})`.execute(
        db,
      )
      return rows
    },

    async add(table: TableShape, some: readonly Row[]): Promise<void> {
      const values = some.map((row) => tuple(table.columns.map((column) => row[column] ?? null)))
      await sql`insert into ${nameOf(table)} (${list(table.columns)}) values ${sql.join(values)}`.execute(db)
    },

    async clear(table: TableShape): Promise<void> {
      await sql`delete from ${nameOf(table)}`.execute(db)
    },

    /** Continues generated ids after those of the added rows. */
    async continueNumbers(): Promise<void> {
      if (backend === 'sqlite') return
      const { rows } = await numbered.execute(db)
      for (const { table_name, column_name } of rows)
        await sql`select setval(pg_get_serial_sequence(quote_ident(${table_name}), ${column_name}),
          greatest((select max(${sql.ref(column_name)}) from ${sql.table(table_name)}), 1))
          where exists (select from ${sql.table(table_name)})`.execute(db)
    },
  }
}

const numbered = sql<{ table_name: string; column_name: string }>`
  select table_name, column_name from information_schema.columns
  where table_schema = current_schema() and is_identity = 'YES'`
