/**
 * What spreadsheets read as a formula, also after our own quotes and after blanks that they trim (OWASP, CSV Injection): `= + - @`, their
 * full-width forms, tab, CR and LF.
 */
const formula = /^'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/

/** Prefixes a CSV field with `'` if a spreadsheet would read it as a formula. */
export function neutralised(field: string): string {
  return formula.test(field) ? `'${field}` : field
}

/** How programs keep spreadsheets from reading a text as a number or a date: `="00123"`. */
const textFormula = /^="((?:[^"]|"")*)"$/

/** Reverts `neutralised`, or the same by another program that made the text a formula. */
export function restored(field: string): string {
  const text = textFormula.exec(field)?.[1]
  if (text !== undefined) return text.replaceAll('""', '"')
  return field.startsWith("'") && formula.test(field) ? field.slice(1) : field
}
