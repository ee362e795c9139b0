/**
 * What makes a spreadsheet take a cell for a formula, also after quotes of ours and after blanks that it trims
 * (OWASP, CSV Injection): `= + - @`, their full-width forms, tab, CR and LF.
 */
const formula = /^'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/

/** A field of CSV that no spreadsheet takes for a formula: one that would be begins with `'`. */
export function neutralised(field: string): string {
  return formula.test(field) ? `'${field}` : field
}

/** How programs keep a spreadsheet from taking a text for a number or a date: `="00123"`. */
const textFormula = /^="((?:[^"]|"")*)"$/

/** The field as it was before `neutralised`, or before another program made its text a formula. */
export function restored(field: string): string {
  const text = textFormula.exec(field)?.[1]
  if (text !== undefined) return text.replaceAll('""', '"')
  return field.startsWith("'") && formula.test(field) ? field.slice(1) : field
}
