import type { TestDatabase } from '../../store/dialects.ts'

interface Column {
  name: string
  isNumber: boolean
  /** Eight bytes. */
  isBig: boolean
  isBytes: boolean
}

/** Strings that a copy could alter: quotes, combining marks, a character beyond the basic plane, line ends, bidirectional marks. */
const odd = [
  `it's "quoted" \\ and`,
  'é e\u0301 \u{1F4F0}',
  'one\r\ntwo\ttab \u202Eback\u202C',
  ' ',
  '{"a":[1]}',
]

const columnsOf: Record<string, string> = {
  sqlite: `select t.name as t, c.name as c, lower(c.type) as type from pragma_table_list t join pragma_table_info(t.name) c
    where t.schema = 'main' and t.type = 'table'`,
  postgres: `select table_name as t, column_name as c, data_type as type from information_schema.columns where table_schema = current_schema()`,
}

/** Writes `rows` rows into every table that is copied row by row, and returns how many it wrote into each. */
export async function fillEveryTable(
  { store, execute, rows: query }: TestDatabase,
  rows: number,
): Promise<Record<string, number>> {
  const types = await query(columnsOf[store.backend] ?? '')
  const filled: Record<string, number> = {}
  for (const { name } of await store.rows.tables()) {
    // Parsed by their type, and so tested with real values.
    if (name === 'archive_stories' || name === 'media_files' || name === 'media') continue
    const columns = types
      .filter(({ t }) => t === name)
      .map(({ c, type }): Column => {
        const isNumber = /int|real|double|numeric/.test(String(type))
        return {
          name: String(c),
          isNumber,
          isBig: type === 'bigint',
          isBytes: /blob|bytea/.test(String(type)),
        }
      })
    const values = Array.from({ length: rows }, (_, n) =>
      columns.map((column) => valueOf(column, n, store.backend)),
    )
    const text = values.map((row) => `(${row.join(', ')})`).join(', ')
    await execute(
      `insert into ${name} (${columns.map((column) => `"${column.name}"`).join(', ')}) values ${text}`,
    )
    filled[name] = await store.rows.count({ name, columns: [], key: [], refersTo: [] })
  }
  return filled
}

/** Every number is that of its row, so that references find it. */
function valueOf({ name, isNumber, isBig, isBytes }: Column, n: number, backend: string): string {
  if (isNumber)
    return String(name === 'id' || name.endsWith('_id') ? n + 1 : isBig ? n + 1_700_000_000_000 : n)
  const text = `${n} ${odd[n % odd.length] ?? ''}`
  if (!isBytes) return `'${text.replaceAll("'", "''")}'`
  const hex = Buffer.from(text).toString('hex')
  return backend === 'sqlite' ? `x'${hex}'` : `'\\x${hex}'::bytea`
}
