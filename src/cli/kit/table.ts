/** Columns of plain text, for people: headings, two spaces between columns, numbers aligned to the right. */
export function table(headings: string[], rows: (string | number)[][]): string {
  const all = [headings, ...rows.map((row) => row.map((cell) => String(cell).replace(/\s+/g, ' ')))]
  const widths = headings.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)))
  const isNumber = headings.map(
    (_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === 'number'),
  )
  return all.map((row) => line(row, widths, isNumber)).join('\n')
}

function line(row: string[], widths: number[], isNumber: boolean[]): string {
  return row
    .map((cell, i) => (isNumber[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
    .join('  ')
    .trimEnd()
}
