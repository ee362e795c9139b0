/** Lists of plain values stay on one line up to this column, as in the project's formatter. */
const lineWidth = 110

/**
 * JSON as a person would format it: two spaces per level, an object's fields on a line each, a list of plain values on one line if it fits.
 * Ends with a line break.
 */
export function jsonText(value: unknown): string {
  return `${laidOut(JSON.parse(JSON.stringify(value)), '', 0)}\n`
}

/** `before`: characters already on the line, besides the indent. */
function laidOut(value: unknown, indent: string, before: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    const line = `[${value.map((item) => JSON.stringify(item)).join(', ')}]`
    const isPlain = value.every((item) => typeof item !== 'object' || item === null)
    // One more for the comma that may follow.
    if (isPlain && indent.length + before + line.length + 1 <= lineWidth) return line
    return wrapped(
      '[]',
      indent,
      value.map((item) => laidOut(item, inner, 0)),
    )
  }
  const fields = Object.entries(value).map(([name, field]) => {
    const label = `${JSON.stringify(name)}: `
    return label + laidOut(field, inner, label.length)
  })
  return wrapped('{}', indent, fields)
}

function wrapped([open, close]: string, indent: string, lines: string[]): string {
  if (lines.length === 0) return `${open}${close}`
  return `${open}\n${lines.map((line) => `${indent}  ${line}`).join(',\n')}\n${indent}${close}`
}
