import type { PackedPiece } from './zip.ts'
import { readWhole } from './xml.ts'

/** The built-in formats that show a date or a time (ECMA-376, 18.8.30, with those for East Asia). */
const isBuiltInDate = (format: number): boolean =>
  (format >= 14 && format <= 22) ||
  (format >= 27 && format <= 36) ||
  (format >= 45 && format <= 47) ||
  (format >= 50 && format <= 58)

/** The number of cell styles a workbook can have (Excel's specifications). */
const mostStyles = 65_490

/** The numbers of the cell styles that show a number as a date or a time. */
export async function readDateStyles(
  pieces: AsyncIterable<PackedPiece> | null,
): Promise<ReadonlySet<number>> {
  const dates = new Set<number>()
  if (!pieces) return dates
  const own = new Map<number, boolean>()
  let inCells = false
  let style = 0
  await readWhole(pieces, {
    open(name, attributes) {
      if (name === 'numFmt') {
        if (own.size < mostStyles)
          own.set(Number(attributes['numFmtId']), showsDate(attributes['formatCode'] ?? ''))
      } else if (name === 'cellXfs') inCells = true
      else if (name === 'xf' && inCells) {
        const format = Number(attributes['numFmtId'] ?? 0)
        if (style < mostStyles && (own.get(format) ?? isBuiltInDate(format))) dates.add(style)
        style += 1
      }
    },
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
  })
  return dates
}

/** Whether a format contains a part of a date or time, apart from texts, colours and elapsed time. */
function showsDate(format: string): boolean {
  const bare = format
    .slice(0, 500)
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[(?!h|m|s)[^\]]*\]/gi, '')
  return /[dmyhs]/i.test(bare) && !/general/i.test(bare)
}
