import type { TestDatabase } from './dialects.ts'

/** Every table, also those of later migrations, with the names of its columns. */
export async function tablesOf(home: TestDatabase): Promise<Map<string, string[]>> {
  const names =
    home.store.backend === 'sqlite'
      ? `select m.name as table_name, c.name as column_name from sqlite_master m, pragma_table_info(m.name) c
         where m.type = 'table' and m.name not like 'sqlite_%'`
      : "select table_name, column_name from information_schema.columns where table_schema = 'public'"
  const tables = new Map<string, string[]>()
  for (const { table_name: table, column_name: column } of await home.rows(names)) {
    const columns = tables.get(String(table)) ?? []
    tables.set(String(table), [...columns, String(column)])
  }
  return tables
}

/** The content of a table, as lower-case text; bytes as the letters that they encode. */
export async function dumpOf(home: TestDatabase, table: string): Promise<string> {
  const rows = await home.rows(`select * from "${table}"`)
  const asText = (_: string, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value
  const plain = rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, asText(name, value)])),
  )
  return JSON.stringify(plain).toLowerCase()
}
